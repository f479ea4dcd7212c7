import { expect } from "chai";
import { parse } from "yaml";
import type { ServingArgs } from "../../../provider/src";
import { planApiGateways } from "../../../provider/src/gatewayApi/gateways.plan";
import { keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { releases } from "../../../provider/src/release/catalog";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

const gateways: NonNullable<ServingArgs["gateways"]> = [
  {
    name: "public",
    annotations: { "example.com/tier": "gold" },
    tls: { secretName: "wildcard" },
    gatewayApi: {
      service: "knative-gateway-public-istio",
      addresses: [{ value: "192.0.2.1" }, { type: "Hostname", value: "gw.example.com" }],
      labels: { team: "web" },
    },
  },
  {
    name: "inside",
    local: true,
    namespace: "inner",
    gatewayApi: { className: "internal", supportedFeatures: [] },
  },
];
const base: ServingArgs = { ingress: "gateway-api", gatewayApi: { className: "istio" }, gateways };

for (const { minor, gatewayApiVersion } of releases()) {
  describe(`gateway api: render of ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(args: ServingArgs = {}): readonly Manifest[] {
      const plan = planServing({ release: minor, source: { mirror }, ...base, ...args });
      const upstream = loadServing(plan);
      expect(upstream.problems).to.deep.equal([]);
      const { manifests, problems } = renderServing(plan, upstream.manifests);
      expect(problems).to.deep.equal([]);
      return manifests;
    }
    const find = (manifests: readonly Manifest[], key: string): Manifest => {
      const found = manifests.find((manifest) => keyOf(manifest) === key);
      expect(found, key).not.to.equal(undefined);
      return found as Manifest;
    };
    const lists = (args?: ServingArgs) => {
      const { data } = find(render(args), "ConfigMap/knative-serving/config-gateway");
      return Object.fromEntries(
        Object.entries(data as Readonly<Record<string, string>>).map(([key, text]) => [key, parse(text)]),
      ) as unknown;
    };

    it("has net-gateway-api in Kourier's place, and every object once", () => {
      const manifests = render();
      const keys = manifests.map((manifest) => `${manifest.apiVersion} ${keyOf(manifest)}`);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => /kourier|istio\.io/i.test(key))).to.deep.equal([]);
      const controller = find(manifests, "Deployment/knative-serving/net-gateway-api-controller");
      expect(controller.metadata.labels?.["app.kubernetes.io/version"]).to.equal(gatewayApiVersion);
      expect(find(manifests, "ConfigMap/knative-serving/config-network").data).to.include({
        "ingress-class": "gateway-api.ingress.networking.knative.dev",
      });
    });

    it("tells Knative of both gateways, in upstream's grammar", () => {
      expect(lists()).to.deep.equal({
        "external-gateways": [
          {
            class: "istio",
            gateway: "knative-gateways/knative-gateway-public",
            service: "knative-gateways/knative-gateway-public-istio",
            "supported-features": ["HTTPRouteRequestTimeout"],
          },
        ],
        "local-gateways": [
          { class: "internal", gateway: "inner/knative-gateway-inside", "supported-features": [] },
        ],
      });
    });

    it("names gateways that are there, and makes neither those nor their namespaces", () => {
      const args: ServingArgs = {
        gateways: [
          { name: "a", namespace: "infra", gatewayApi: { existing: "shared", service: "eg/proxies" } },
          { name: "b", namespace: "infra", local: true, gatewayApi: { existing: "inner" } },
        ],
      };
      expect(lists(args)).to.have.nested.property("external-gateways[0]").that.includes({
        gateway: "infra/shared",
        service: "eg/proxies",
      });
      const kinds = render(args).map(keyOf);
      expect(kinds.filter((key) => /^Gateway\/|^Namespace\/infra/.test(key))).to.deep.equal([]);
    });

    it("never leaves a list to upstream's default, which is a gateway that isn't there", () => {
      const inside = { class: "istio", gateway: "knative-gateways/knative-gateway-inside" };
      const both = lists({ gateways: [{ name: "inside", local: true }] }) as Record<string, unknown[]>;
      expect(both["external-gateways"]).to.deep.equal(both["local-gateways"]);
      expect(both["local-gateways"]?.[0]).to.include(inside);
      expect(planServing({ ...base, gateways: [{ name: "inside", local: true }] }).domains).to.deep.equal([
        { name: "svc.cluster.local" },
      ]);
    });

    it("makes the gateways, with the certificate, addresses, annotations and labels that are asked for", () => {
      const manifests = render();
      const allowedRoutes = { namespaces: { from: "All" } };
      const outer = find(manifests, "Gateway/knative-gateways/knative-gateway-public");
      expect(outer.metadata.annotations).to.deep.equal({
        "example.com/tier": "gold",
        "pulumi.com/waitFor": "jsonpath={.status.addresses[0].value}",
      });
      expect(outer["spec"]).to.deep.equal({
        gatewayClassName: "istio",
        addresses: [
          { type: "IPAddress", value: "192.0.2.1" },
          { type: "Hostname", value: "gw.example.com" },
        ],
        infrastructure: { annotations: { "example.com/tier": "gold" }, labels: { team: "web" } },
        listeners: [
          { name: "http", port: 80, protocol: "HTTP", allowedRoutes },
          {
            name: "https",
            port: 443,
            protocol: "HTTPS",
            tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: "wildcard" }] },
            allowedRoutes,
          },
        ],
      });
      expect(find(manifests, "Gateway/inner/knative-gateway-inside")["spec"]).to.deep.equal({
        gatewayClassName: "internal",
        listeners: [{ name: "http", port: 80, protocol: "HTTP", allowedRoutes }],
      });
      const namespaces = manifests.filter(({ kind }) => kind === "Namespace").map(keyOf);
      expect(namespaces).to.include("Namespace/knative-gateways").and.not.include("Namespace/inner");
    });

    it("makes certificates that come from an issuer or as text", () => {
      const [, inner = {}] = gateways;
      const issued = render({
        gateways: [{ name: "public", tls: { issuer: { name: "ca" }, hosts: ["*.a.example.com"] } }, inner],
      });
      const name = "knative-gateway-public-issued";
      expect(find(issued, `Certificate/knative-gateways/${name}`)["spec"]).to.include({ secretName: name });
      const text = render({
        gateways: [{ name: "public", tls: { certificate: "cert", privateKey: "key" } }, inner],
      });
      find(text, "Secret/knative-gateways/knative-gateway-public-tls");
      expect(find(text, "ConfigMap/knative-serving/config-network").data).to.include({
        "default-external-scheme": "https",
      });
    });

    it("watches its controllers, and no gateway that it knows nothing of", () => {
      const monitors = render({ monitoring: { enabled: true } }).filter(({ apiVersion }) =>
        apiVersion.startsWith("monitoring."),
      );
      const keys = monitors.map(keyOf);
      expect(keys).to.include.members([
        "PodMonitor/knative-serving/knative-net-gateway-api-controller",
        "ServiceMonitor/knative-serving/knative-net-gateway-api-webhook",
      ]);
      expect(JSON.stringify(monitors)).not.to.match(/envoy|istio|kourier/);
    });

    it("runs its controllers as profile and settings say", () => {
      const manifests = render({
        profile: "ha",
        workloads: { "net-gateway-api-controller": { replicas: 3 } },
      });
      const replicas = (name: string) =>
        (find(manifests, `Deployment/knative-serving/${name}`)["spec"] as { replicas?: number }).replicas;
      expect(replicas("net-gateway-api-controller")).to.equal(3);
      expect(replicas("net-gateway-api-webhook")).to.equal(2);
    });
  });
}

describe("gateway api: PROXY protocol", () => {
  it("is told where it is said", () => {
    const [outer = {}, inner = {}] = gateways;
    const gatewayApi = { ...outer.gatewayApi, proxyProtocol: true };
    const plan = planServing({ ...base, gateways: [{ ...outer, gatewayApi }, inner] });
    const config: Manifest = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "config-gateway", namespace: "knative-serving" },
    };
    const [written] = plan.layer.replace(plan.args)([config]);
    const data = written?.data as Readonly<Record<string, string>>;
    expect(data["external-gateways"]).to.contain("proxy-protocol-enabled: true");
    expect(data["local-gateways"]).not.to.contain("proxy-protocol");
  });
});

describe("gateway api: plan", () => {
  it("makes the default namespace alone: another one holds more than gateways", () => {
    const named = gateways.map((gateway) => ({ ...gateway, namespace: "infra" }));
    expect(planApiGateways(base).namespaces).to.deep.equal(["knative-gateways"]);
    expect(planApiGateways({ ...base, gateways: named }).namespaces).to.deep.equal([]);
  });
});
