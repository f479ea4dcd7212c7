import { expect } from "chai";
import { renderFront, type FrontEndpoint } from "../../../provider/src/multiCluster/front.render";
import { recordsOf } from "../../../provider/src/multiCluster/records";
import { getAt, type Path } from "../../../provider/src/manifests/manifest";
import { misfits, needIstioDefinitions } from "../../support/crds";

const hosts = ["*.default.example.com"];
const endpoints: FrontEndpoint[] = [
  { name: "a", weight: 100, address: "192.0.2.1", port: 80 },
  { name: "b", weight: 10, address: "lb.example.com", port: 30080 },
];

describe("multi-cluster: the front", () => {
  const at = (kind: string, path: Path, args: Parameters<typeof renderFront>[0] = { hub: "a" }) =>
    getAt(
      renderFront(args, hosts, endpoints, "DNS").find((manifest) => manifest.kind === kind),
      path,
    );

  it("is made of objects that Istio's own definitions take", function () {
    const definitions = needIstioDefinitions(this);
    const front = {
      hub: "a",
      name: "shop",
      namespace: "edge",
      selector: { istio: "edge" },
      credentialName: "tls",
    };
    for (const manifest of renderFront(front, hosts, endpoints, "STATIC")) {
      expect(misfits(definitions, manifest), manifest.kind).to.deep.equal([]);
    }
  });

  it("shares requests out by weight, at the port of each cluster's gateway", () => {
    expect(at("ServiceEntry", ["spec", "endpoints"])).to.deep.equal([
      { address: "192.0.2.1", weight: 100, ports: { http: 80 }, labels: { cluster: "a" } },
      { address: "lb.example.com", weight: 10, ports: { http: 30080 }, labels: { cluster: "b" } },
    ]);
    const [host] = at("ServiceEntry", ["spec", "hosts"]) as string[];
    expect(at("DestinationRule", ["spec", "host"])).to.equal(host);
    expect(at("VirtualService", ["spec", "http", 0, "route", 0, "destination", "host"])).to.equal(host);
    expect(at("VirtualService", ["spec", "gateways"])).to.deep.equal(["istio-system/multi-cluster"]);
  });

  it("leaves out a cluster that can't be reached, not one whose services answer with errors", () => {
    expect(at("DestinationRule", ["spec", "trafficPolicy", "outlierDetection"])).to.include({
      splitExternalLocalOriginErrors: true,
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: 0,
      maxEjectionPercent: 100,
    });
    expect(at("VirtualService", ["spec", "http", 0, "retries", "retryOn"])).to.contain("connect-failure");
  });

  it("listens for the joint names alone, with a certificate also for HTTPS", () => {
    const servers = at("Gateway", ["spec", "servers"], { hub: "a", credentialName: "tls" });
    expect(servers).to.deep.equal([
      { port: { number: 80, name: "http", protocol: "HTTP" }, hosts },
      {
        port: { number: 443, name: "https", protocol: "HTTPS" },
        hosts,
        tls: { mode: "SIMPLE", credentialName: "tls" },
      },
    ]);
    expect(at("Gateway", ["spec", "servers"])).to.have.length(1);
    expect(at("Gateway", ["spec", "selector"])).to.deep.equal({ istio: "ingressgateway" });
  });
});

describe("multi-cluster: records", () => {
  it("have the type that leads to each address, and the cluster's weight", () => {
    const addresses = ["192.0.2.1", "2001:db8::1", "lb.example.com"];
    const clusters = addresses.map((address, index) => ({ name: `c${index}`, weight: index + 1, address }));
    expect(recordsOf(["a.example.com"], clusters)).to.deep.equal([
      { host: "a.example.com", type: "A", value: "192.0.2.1", weight: 1, cluster: "c0" },
      { host: "a.example.com", type: "AAAA", value: "2001:db8::1", weight: 2, cluster: "c1" },
      { host: "a.example.com", type: "CNAME", value: "lb.example.com", weight: 3, cluster: "c2" },
    ]);
  });
});
