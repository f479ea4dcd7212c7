import { expect } from "chai";
import type { Snapshot } from "../../../provider/src/diagnose/facts";
import { viewOf } from "../../../provider/src/diagnose/view";
import { targetOf, type TargetOptions } from "../../../provider/src/loadtest/target";
import { butApi } from "../diagnose/gatewayApi/healthyApi";
import { but } from "../diagnose/healthy";

const http = { name: "http2", port: 80, nodePort: 30080 };
const https = { name: "https", port: 443, nodePort: 30443 };
const gateway = "/installation/services/1";
const url = "/home/services/0/status/url";

/** The healthy cluster with ports at its gateways. */
const cluster = (changes: Readonly<Record<string, unknown>> = {}) =>
  but({
    [`${gateway}/spec/ports`]: [http, https],
    "/installation/services/2/spec/ports": [{ name: "http2", port: 80 }],
    ...changes,
  });

function found(snapshot: Snapshot, options: TargetOptions = {}) {
  const result = targetOf(viewOf(snapshot, "default", "hello"), options);
  return "target" in result
    ? `${result.target.road.gateway} ${result.target.road.address} ${result.target.road.port}`
    : result.problems.map(({ code, reason }) => `${code} ${reason}`).join();
}

describe("load test: target", () => {
  it("is the load balancer of the gateway", () => {
    expect(found(cluster())).to.equal("kourier-system/kourier 203.0.113.10 80");
  });

  it("is a node's port, or the address in the cluster, where there is no load balancer", () => {
    const status = { [`${gateway}/status`]: undefined };
    const nodePort = cluster({ ...status, [`${gateway}/spec/type`]: "NodePort" });
    expect(found(nodePort)).to.equal("kourier-system/kourier 192.0.2.4 30080");
    const inside = cluster({
      ...status,
      [`${gateway}/spec/type`]: "ClusterIP",
      [`${gateway}/spec/ports`]: [{ port: 80 }],
    });
    expect(found(inside)).to.equal("kourier-system/kourier 10.96.0.7 80");
  });

  it("takes the port of the URL's scheme, by number or name", () => {
    expect(found(cluster({ [url]: "https://hello.example.com" }))).to.match(/ 203\.0\.113\.10 443$/);
    const moved = cluster({
      [`${gateway}/spec/ports`]: [
        { name: "http2", port: 8080 },
        { name: "https", port: 8443 },
      ],
    });
    expect(found(moved)).to.match(/ 8080$/);
    const none = cluster({ [`${gateway}/spec/ports`]: [{ name: "status-port", port: 15021 }] });
    expect(found(none)).to.match(/^KN9703 the gateway of http:\/\/hello/);
  });

  it("is the local gateway for a service that is private", () => {
    const local = cluster({ [url]: "http://hello.default.svc.cluster.local" });
    expect(found(local)).to.equal("kourier-system/kourier-internal 10.96.0.8 80");
  });

  it("may be any address of the gateway, by name", () => {
    expect(found(cluster(), { gateway: "192.0.2.4" })).to.match(/ 192\.0\.2\.4 30080$/);
    expect(found(cluster(), { gateway: "10.96.0.7:80" })).to.match(/ 10\.96\.0\.7 80$/);
  });

  for (const elsewhere of [
    "127.0.0.1",
    "localhost",
    "198.51.100.7",
    "203.0.113.10:8080",
    "10.96.0.8",
    "::1",
    "",
  ]) {
    it(`is never ${JSON.stringify(elsewhere)}, which isn't the service's gateway`, () => {
      const told = found(cluster(), { gateway: elsewhere });
      expect(told).to.match(/^KN9702 .* is no address of the service's gateway/);
      expect(told).to.contain("the cluster tells 203.0.113.10:80, 192.0.2.4:30080, 10.96.0.7:80");
    });
  }

  it("has the URL of a tag, or says which there are", () => {
    const tagged = cluster({
      "/home/services/0/status/traffic": [
        { tag: "blue", url: "http://blue-hello.example.com" },
        { tag: "green" },
      ],
    });
    const blue = targetOf(viewOf(tagged, "default", "hello"), { tag: "blue" });
    expect("target" in blue && blue.target.url).to.equal("http://blue-hello.example.com");
    expect(found(tagged, { tag: "red" })).to.equal(
      'KN9703 no traffic of the service has the tag "red"; it has blue, green',
    );
  });

  it("is not guessed with another network layer", () => {
    const contour = cluster({
      "/installation/configMaps/0/data": { "ingress-class": "contour.ingress.networking.knative.dev" },
    });
    expect(found(contour)).to.match(/^KN9703 the gateways of network layer net-contour-controller/);
  });

  it("is the one of Istio's gateways that serves the service", () => {
    const service = (name: string, ip: string) => ({
      metadata: { namespace: "istio-ingress", name },
      spec: { type: "LoadBalancer", ports: [http] },
      status: { loadBalancer: { ingress: [{ ip }] } },
    });
    const entry = (name: string, selector = "") =>
      `- {name: ${name}, namespace: istio-ingress, service: ${name}.istio-ingress.svc.cluster.local${selector}}`;
    const istio = cluster({
      "/installation/istio": { gateways: [], controlPlanes: [], injectors: [] },
      "/installation/services": [service("public", "203.0.113.1"), service("tenant", "203.0.113.2")],
      "/installation/configMaps": [
        {
          metadata: { namespace: "knative-serving", name: "config-istio" },
          data: {
            "external-gateways": [
              entry("public"),
              entry("tenant", ", labelSelector: {matchLabels: {who: a}}"),
            ].join("\n"),
          },
        },
      ],
    });
    expect(found(istio)).to.equal("istio-ingress/public 203.0.113.1 80");
    const labels = { "/home/ingresses/0/metadata/labels": { who: "a" } };
    const tenant = but({ ...labels });
    const both = { ...istio, namespaces: tenant.namespaces };
    expect(found(both)).to.equal("istio-ingress/tenant 203.0.113.2 80");
    expect(found(both, { gateway: "203.0.113.1" })).to.match(/^KN9702/);
  });

  it("is where a Gateway of the Gateway API listens, or the Service before its proxies", () => {
    expect(found(butApi())).to.equal("knative-gateways/public 203.0.113.10 8080");
    expect(found(butApi({ [url]: "https://hello.example.com" }))).to.match(/public 203\.0\.113\.10 8443$/);
    const local = butApi({ [url]: "http://hello.default.svc.cluster.local" });
    expect(found(local)).to.equal("knative-gateways/inside 10.96.0.20 8080");
    expect(found(local, { gateway: "10.96.0.7" })).to.equal("infra/proxies 10.96.0.7 80");
    expect(found(butApi(), { gateway: "10.96.0.20" })).to.match(/^KN9702/);
    const waiting = butApi({ "/installation/gatewayApi/gateways/0/status/addresses": [] });
    expect(found(waiting)).to.match(/^KN9703 the gateway of http/);
  });
});
