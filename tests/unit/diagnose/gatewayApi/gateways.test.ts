import { expect } from "chai";
import { configuredApi } from "../../../../provider/src/diagnose/gatewayApi/configured";
import { gatewayPath } from "../../../../provider/src/diagnose/gatewayApi/read";
import { gatewayAddresses } from "../../../../provider/src/diagnose/gateway";
import { gatewayConfig } from "../../../../provider/src/gatewayApi/gateways.config";
import { planApiGateways } from "../../../../provider/src/gatewayApi/gateways.plan";
import { not } from "../healthy";
import { expectFirst, findings } from "../support";
import { butApi, config } from "./healthyApi";

const publicStatus = "/installation/gatewayApi/gateways/0/status";
const describing = "kubectl -n knative-gateways describe gateways.gateway.networking.k8s.io public";

describe("diagnose: gateways of the Gateway API", () => {
  it("finds nothing wrong with those that are well", () => {
    expect(findings(butApi())).to.deep.equal([]);
  });

  it("finds one that isn't there (KN5023)", () => {
    const [first, ...others] = findings(butApi({ "/installation/gatewayApi/gateways": [] }));
    expect(first).to.include({ code: "KN5023", message: "there is no Gateway knative-gateways/public" });
    expect(others.map(({ object }) => object.name)).to.deep.equal(["inside"]);
  });

  it("finds one that nobody serves, or that its implementation refuses (KN5023)", () => {
    expectFirst(butApi({ [publicStatus]: { conditions: [not("Accepted", "Pending", "", "Unknown")] } }), {
      code: "KN5023",
      object: "Gateway knative-gateways/public",
      message: "Pending",
      cause: 'nobody serves class "shared"',
      next: describing,
    });
    expect(findings(butApi({ [publicStatus]: {} }))[0]).to.include({ message: "has no condition yet" });
    const refused = not("Accepted", "UnsupportedAddress", "no such address");
    expectFirst(butApi({ [publicStatus]: { conditions: [refused] } }), {
      code: "KN5023",
      object: "Gateway knative-gateways/public",
      message: "UnsupportedAddress: no such address",
      cause: "takes no part of the Gateway",
      next: describing,
    });
    const half = butApi({ [`${publicStatus}/conditions/1`]: not("Programmed", "Invalid", "no proxy") });
    expect(findings(half)[0]).to.include({ code: "KN5023", message: "Invalid: no proxy" });
  });

  it("finds one that waits for its address (KN5024)", () => {
    const waiting = not("Programmed", "AddressNotAssigned", "no load balancer yet");
    expectFirst(
      butApi({
        [`${publicStatus}/addresses`]: [],
        [`${publicStatus}/conditions/1`]: waiting,
      }),
      {
        code: "KN5024",
        object: "Gateway knative-gateways/public",
        message: "no address in status.addresses: no load balancer yet",
        cause: "load balancer",
        next: describing,
      },
    );
  });

  it("finds the Service of config-gateway gone, or with nobody behind it (KN5023)", () => {
    expectFirst(butApi({ "/installation/endpointSlices/1/endpoints": [] }), {
      code: "KN5023",
      object: "Service infra/proxies",
      message: "Service proxies has no endpoint that is ready",
      cause: "config-gateway names it for gateway knative-gateways/inside",
      next: "kubectl -n infra get service,endpointslices,pods",
    });
    const gone = butApi({ "/installation/services/1/metadata/name": "other" });
    expect(findings(gone)[0]).to.include({ code: "KN5023", message: "there is no Service proxies" });
  });

  it("finds a list that net-gateway-api would refuse (KN5023)", () => {
    const [first] = findings(
      butApi({
        "/installation/configMaps/2/data": config(
          "- { gateway: public }",
          "- { gateway: knative-gateways/inside }",
        ),
      }),
    );
    expect(first).to.deep.include({ code: "KN5023", link: "gateway" });
    expect(first?.message).to.contain("external-gateways: no list");
  });

  it("is what a service waits for, in place of its ingress", () => {
    const waiting = not("Ready", "HTTPRouteNotReady", "Waiting for HTTPRoute becomes Ready.", "Unknown");
    const found = findings(
      butApi({
        "/installation/gatewayApi/gateways/0/status": {},
        "/home/ingresses/0/status/conditions": [waiting],
        "/home/routes/0/status/conditions": [waiting],
        "/home/services/0/status/conditions": [waiting],
      }),
    );
    expect(found.map(({ code }) => code))
      .to.include("KN5023")
      .and.not.include("KN5022");
  });

  it("says nothing of gateways that may not be seen", () => {
    const place = (name: string) => ({ namespace: "knative-gateways", name });
    const unseen = butApi({ "/installation/gatewayApi/gateways": [] });
    const denied = ["public", "inside"].map((name) => gatewayPath(place(name)));
    expect(findings({ ...unseen, denied }).map(({ code }) => code)).to.deep.equal([]);
  });

  it("judges the address in a name by what the Gateway tells, unless that is a host's name", () => {
    expect(gatewayAddresses(butApi())).to.deep.equal(["203.0.113.10"]);
    const moved = butApi({ [`${publicStatus}/addresses/0/value`]: "203.0.113.99" });
    expect(findings(moved).map(({ code }) => code)).to.include("KN5026");
    const host = { [`${publicStatus}/addresses`]: [{ type: "Hostname", value: "a.elb.example.com" }] };
    expect(gatewayAddresses(butApi(host))).to.equal(undefined);
  });
});

describe("diagnose: config-gateway", () => {
  const read = (data: Record<string, string>) =>
    configuredApi([{ metadata: { namespace: "knative-serving", name: "config-gateway" }, data }]);

  it("is read as this package writes it", () => {
    const gateways = planApiGateways({
      gatewayApi: { className: "shared" },
      gateways: [
        { name: "out", default: true },
        { name: "in", local: true, gatewayApi: { service: "infra/proxies" } },
      ],
    });
    const { external, local, problem } = read(gatewayConfig(gateways));
    expect(problem).to.equal(undefined);
    expect(external.map(({ gateway }) => gateway.name)).to.deep.equal([gateways.external?.objectName]);
    expect(local[0]?.service).to.deep.equal({ namespace: "infra", name: "proxies" });
  });

  it("means upstream's own gateways where it says none", () => {
    for (const data of [{}, config("[]", "")]) {
      const { external, local } = read(data);
      expect(external[0]?.gateway).to.deep.equal({ namespace: "istio-system", name: "knative-gateway" });
      expect(local[0]?.service).to.deep.equal({ namespace: "istio-system", name: "knative-local-gateway" });
    }
  });

  it("says which list can't be read", () => {
    expect(read(config("- [", "{}")).problem).to.match(/^external-gateways and local-gateways: /);
    expect(read(config("- { gateway: a/b }", "- { gateway: a/b/c }")).problem).to.match(/^local-gateways: /);
  });
});
