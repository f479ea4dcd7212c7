import { expect } from "chai";
import type { GatewayArgs, ServingArgs } from "../../../provider/src";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { checkServicesOfLayer } from "../../../provider/src/platform/gateways";

const inner: GatewayArgs = { name: "inside", local: true };
const outer: GatewayArgs = { name: "public" };
const base: ServingArgs = {
  ingress: "gateway-api",
  gatewayApi: { className: "istio" },
  gateways: [outer, inner],
};
const problems = (args: ServingArgs) => checkServing({ ...base, ...args });
const check = (args: ServingArgs) => problems(args).map(({ path, code }) => `${path} ${code}`);
const gateway = (more: Partial<GatewayArgs>) => check({ gateways: [{ ...outer, ...more }, inner] });

describe("gateway api: inputs", () => {
  it("are one gateway for the outside and one for the inside, with a class", () => {
    expect(check({})).to.deep.equal([]);
    expect(check({ gateways: [inner] })).to.deep.equal([]);
    // What SDKs fill in.
    expect(gateway({ exposure: "ClusterIP" })).to.deep.equal([]);
    expect(check({ gatewayApi: {} })).to.deep.equal([
      "gateways[0].gatewayApi.className KN1005",
      "gateways[1].gatewayApi.className KN1005",
    ]);
  });

  it("can't be more than upstream serves by, and the limit is told (KN6101)", () => {
    const more = problems({ gateways: [outer, { name: "second" }, inner, { name: "third", local: true }] });
    expect(more.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "gateways[1] KN6101",
      "gateways[3] KN6101",
    ]);
    expect(more[0]?.reason)
      .to.contain("gateways[0] is for requests from outside already")
      .and.contain('ingress "istio", which serves by any number');
  });

  it("need a gateway for the inside: the other one would open what is to stay there (KN6102)", () => {
    expect(check({ gateways: [outer] })).to.deep.equal(["gateways KN6102"]);
    expect(check({ gateways: undefined })).to.deep.equal(["gateways KN6102"]);
  });

  it("name the Service where the ports are others than those that Knative asks at (KN6103)", () => {
    expect(gateway({ ports: { http: 8080 } })).to.deep.equal(["gateways[0].ports KN6103"]);
    expect(gateway({ ports: { http: 8080 }, gatewayApi: { service: "proxies" } })).to.deep.equal([]);
    expect(
      check({ gateways: [outer, { ...inner, ports: { http: 81 }, gatewayApi: { service: "a" } }] }),
    ).to.deep.equal(["gateways[1].ports.http KN6003"]);
  });

  it("can't say what the implementation decides (KN6062)", () => {
    expect(
      gateway({
        exposure: "LoadBalancer",
        loadBalancerClass: "a",
        loadBalancerSourceRanges: ["10.0.0.0/8"],
        services: { matchLabels: { a: "b" } },
        default: true,
        minReplicas: 2,
      }),
    ).to.deep.equal([
      "gateways[0].exposure KN6062",
      "gateways[0].loadBalancerClass KN6062",
      "gateways[0].loadBalancerSourceRanges KN6062",
      "gateways[0].services KN6062",
      "gateways[0].default KN6062",
      "gateways[0].minReplicas KN6062",
    ]);
    const [address] = problems({
      gateways: [{ ...outer, exposure: "LoadBalancer", loadBalancerIP: "192.0.2.1" }, inner],
    }).filter(({ path }) => path.endsWith("loadBalancerIP"));
    expect(address?.reason).to.contain("gatewayApi.addresses");
  });

  it("leave a Gateway that is there as it is, and say where (KN1005, KN1008)", () => {
    const existing = { gatewayApi: { existing: "shared" } };
    expect(gateway({ ...existing, namespace: "infra" })).to.deep.equal([]);
    expect(gateway({ ...existing, namespace: "default" })).to.deep.equal([]);
    expect(gateway(existing)).to.deep.equal(["gateways[0].namespace KN1005"]);
    expect(
      gateway({
        namespace: "infra",
        annotations: { a: "b" },
        tls: { secretName: "s" },
        gatewayApi: { existing: "shared", labels: { a: "b" }, addresses: [{ value: "192.0.2.1" }] },
      }),
    ).to.deep.equal([
      "gateways[0].annotations KN1008",
      "gateways[0].tls KN1008",
      "gateways[0].gatewayApi.addresses KN1008",
      "gateways[0].gatewayApi.labels KN1008",
    ]);
  });

  it("have namespaces and names of their own (KN6005, KN6006)", () => {
    expect(gateway({ namespace: "kube-system" })).to.deep.equal(["gateways[0].namespace KN6005"]);
    expect(gateway({ name: "a".repeat(48) })).to.deep.equal(["gateways[0].name KN6006"]);
  });

  it("keep what is for the outside off the gateway for the inside (KN6003)", () => {
    const open = { ...inner, domain: "apps.example.com", tls: { secretName: "s" } };
    expect(check({ gateways: [outer, open] })).to.deep.equal([
      "gateways[1].domain KN6003",
      "gateways[1].tls KN6003",
    ]);
  });

  it("say certificates as far as the Gateway API has words for them", () => {
    expect(gateway({ tls: { secretName: "s" } })).to.deep.equal([]);
    expect(gateway({ tls: { issuer: { name: "ca" }, hosts: ["*.default.apps.example.com"] } })).to.deep.equal(
      [],
    );
    expect(gateway({ tls: {} })).to.deep.equal(["gateways[0].tls KN1005"]);
    expect(
      gateway({ tls: { secretName: "s", minProtocolVersion: "TLSV1_3", clientCa: "x", redirect: true } }),
    ).to.deep.equal([
      "gateways[0].tls.minProtocolVersion KN6062",
      "gateways[0].tls.clientCa KN6062",
      "gateways[0].tls.redirect KN6104",
    ]);
  });

  it("don't redirect, wherever that is asked for (KN6104)", () => {
    const issuers = { external: { name: "ca" } };
    expect(check({ tls: { externalDomain: true, issuers } })).to.deep.equal([]);
    expect(check({ tls: { externalDomain: true, issuers, redirect: true } })).to.deep.equal([
      "tls.redirect KN6104",
    ]);
    expect(check({ network: { httpProtocol: "Redirected" } })).to.include("network.httpProtocol KN6104");
    const service = { name: "a", image: "registry.example.com/app:v1", httpProtocol: "Redirected" } as const;
    expect(checkServicesOfLayer([service], base).map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "services[0].httpProtocol KN6104",
    ]);
  });

  it("encrypt nothing inside, for net-gateway-api doesn't (KN6062)", () => {
    const issuers = { clusterLocal: { name: "ca" }, systemInternal: { name: "ca" } };
    expect(check({ tls: { clusterLocalDomain: true, systemInternal: true, issuers } })).to.deep.equal([
      "tls.clusterLocalDomain KN6062",
      "tls.systemInternal KN6062",
    ]);
  });

  it("name features as upstream does (KN1006, KN1007, KN6105)", () => {
    const features = (...supportedFeatures: string[]) =>
      check({ gatewayApi: { className: "istio", supportedFeatures } });
    expect(features("HTTPRouteRequestTimeout", "HTTPRouteBackendTimeout")).to.deep.equal([]);
    expect(features()).to.deep.equal([]);
    expect(features("HTTPRouteRequestTimeouts")).to.deep.equal(["gatewayApi.supportedFeatures[0] KN6105"]);
    expect(features("Other", "Other")).to.deep.equal(["gatewayApi.supportedFeatures[1] KN1007"]);
    expect(features("not a feature")).to.deep.equal(["gatewayApi.supportedFeatures[0] KN1006"]);
    expect(gateway({ gatewayApi: { supportedFeatures: ["HttpRouteRequestTimeout"] } })).to.deep.equal([
      "gateways[0].gatewayApi.supportedFeatures[0] KN6105",
    ]);
  });

  it("have the PROXY protocol from 1.23 on (KN6106)", () => {
    const proxied = [{ ...outer, gatewayApi: { proxyProtocol: true } }, inner];
    expect(check({ gateways: proxied, release: "1.23" })).to.deep.equal([]);
    expect(check({ gateways: proxied, release: "1.22" })).to.deep.equal([
      "gateways[0].gatewayApi.proxyProtocol KN6106",
    ]);
  });

  it("write config-gateway themselves (KN6007), and leave other layers' properties to them (KN6062)", () => {
    expect(check({ config: { "config-gateway": { "local-gateways": "[]" } } })).to.deep.equal([
      'config["config-gateway"]["local-gateways"] KN6007',
    ]);
    expect(
      check({ kourier: { enableProxyProtocol: true }, additionalDomains: ["old.example.com"] }),
    ).to.deep.equal(["kourier KN6062", "additionalDomains KN6062"]);
    for (const ingress of ["kourier", "istio"] as const) {
      const other = checkServing({
        ingress,
        gatewayApi: { className: "istio" },
        gateways: [{ gatewayApi: { className: "istio" } }],
        config: { "config-gateway": {} },
      });
      expect(other.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
        "gatewayApi KN6062",
        'config["config-gateway"] KN6062',
        "gateways[0].gatewayApi KN6062",
      ]);
    }
  });

  it("promise nothing that rests on knowing the gateways' pods (KN6062)", () => {
    expect(
      check({
        networkPolicies: { enabled: true, monitoringNamespace: "monitoring" },
        monitoring: { enabled: true, dashboard: { enabled: true }, alerts: { gatewayErrorPercent: 1 } },
        offlineDns: {},
      }),
    ).to.deep.equal([
      "networkPolicies KN6062",
      "monitoring.dashboard KN6062",
      "monitoring.alerts.gatewayErrorPercent KN6062",
      "offlineDns KN6062",
    ]);
    expect(check({ monitoring: { enabled: true } })).to.deep.equal([]);
  });

  it("may install the Istio that serves them, without a mesh (KN6062)", () => {
    expect(check({ istio: { install: {} } })).to.deep.equal([]);
    expect(check({ istio: {} })).to.deep.equal(["istio KN6062"]);
    expect(check({ istio: { install: {}, mesh: { injection: true } } })).to.deep.equal(["istio.mesh KN6062"]);
  });
});
