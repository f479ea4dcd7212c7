import { expect } from "chai";
import { parse } from "yaml";
import { releases } from "../../../provider/src/release/catalog";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

const names = "gateways.knative.pulumi.com/name";
const inside = "gateways.knative.pulumi.com/local";

for (const { minor } of releases()) {
  describe(`istio: render of ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(args: ServingArgs = {}): readonly Manifest[] {
      const plan = planServing({ release: minor, source: { mirror }, ingress: "istio", ...args });
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
    const gateways = [
      {
        name: "public",
        default: true,
        exposure: "LoadBalancer",
        tls: { secretName: "public-tls", redirect: true },
      },
      { name: "private", namespace: "private-ingress", minReplicas: 2 },
    ] as const satisfies ServingArgs["gateways"];

    it("has net-istio in Kourier's place, and every object once", () => {
      const keys = render().map((manifest) => `${manifest.apiVersion} ${keyOf(manifest)}`);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => /kourier/i.test(key))).to.deep.equal([]);
      expect(keys).to.include("apps/v1 Deployment/knative-serving/net-istio-controller");
      expect(keys).not.to.include("v1 Service/istio-system/knative-local-gateway");
    });

    it("tells Knative of its gateways, the default one first", () => {
      const { data } = find(
        render({ gateways: [...gateways].toReversed() }),
        "ConfigMap/knative-serving/config-istio",
      );
      const lists = data as Readonly<Record<string, string>>;
      expect(Object.keys(lists)).to.deep.equal(["external-gateways", "local-gateways"]);
      const service = (name: string, namespace: string) => `${name}.${namespace}.svc.cluster.local`;
      const open = {
        name: "knative-gateway-public",
        namespace: "istio-ingress",
        service: service("knative-gateway-public", "istio-ingress"),
      };
      const chosen = (name: string) => ({
        matchLabels: { [`gateways.knative.pulumi.com/use-${name}`]: "true" },
      });
      expect(parse(lists["external-gateways"] ?? "")).to.deep.equal([
        open,
        { ...open, labelSelector: chosen("public") },
        {
          name: "knative-gateway-private",
          namespace: "private-ingress",
          service: service("knative-gateway-private", "private-ingress"),
          labelSelector: chosen("private"),
        },
      ]);
      expect(parse(lists["local-gateways"] ?? "")).to.deep.equal([
        {
          name: "knative-local-gateway",
          namespace: "istio-ingress",
          service: service("knative-local-gateway", "istio-ingress"),
        },
      ]);
    });

    it("lets each Gateway find its own pods, and the prober a Service with the Gateway's port", () => {
      const manifests = render({ gateways: [...gateways, { name: "in", local: true }] });
      const services = manifests.filter((manifest) => isKind(manifest, "Service"));
      const pods = manifests.filter((manifest) => isKind(manifest, "Deployment"));
      const own = manifests.filter(
        ({ kind, apiVersion }) => kind === "Gateway" && apiVersion.startsWith("networking.istio"),
      );
      expect(own.map(keyOf)).to.deep.equal([
        "Gateway/istio-ingress/knative-gateway-public",
        "Gateway/private-ingress/knative-gateway-private",
        "Gateway/istio-ingress/knative-gateway-in",
      ]);
      for (const gateway of own) {
        const selector = getAt(gateway, ["spec", "selector"]) as Readonly<Record<string, string>>;
        const matches = (labels: unknown) =>
          Object.entries(selector).every(
            ([key, value]) => (labels as Record<string, string> | undefined)?.[key] === value,
          );
        expect(
          pods.filter((one) => matches(getAt(one, ["spec", "template", "metadata", "labels"]))),
        ).to.have.length(1);
        const found = services.filter(({ metadata }) => matches(metadata.labels));
        expect(found.map(keyOf)).to.deep.equal([
          `Service/${gateway.metadata.namespace}/${gateway.metadata.name}`,
        ]);
        const ports = getAt(found[0], ["spec", "ports"]) as readonly { port: number }[];
        const servers = getAt(gateway, ["spec", "servers"]) as readonly { port: { number: number } }[];
        expect(ports.map(({ port }) => port)).to.include.members(servers.map(({ port }) => port.number));
      }
    });

    it("exposes, encrypts and scales as asked", () => {
      const manifests = render({ gateways: [...gateways], profile: "ha", istio: { revision: "stable" } });
      const service = find(manifests, "Service/istio-ingress/knative-gateway-public");
      expect(getAt(service, ["spec", "type"])).to.equal("LoadBalancer");
      expect(service.metadata.annotations).to.include.keys("pulumi.com/waitFor");
      expect(
        getAt(find(manifests, "Gateway/istio-ingress/knative-gateway-public"), ["spec", "servers"]),
      ).to.deep.equal([
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"], tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: ["*"],
          tls: { mode: "SIMPLE", credentialName: "public-tls" },
        },
      ]);
      const deployment = find(manifests, "Deployment/private-ingress/knative-gateway-private");
      expect(getAt(deployment, ["spec", "template", "metadata", "labels"])).to.deep.equal({
        [names]: "private",
        "sidecar.istio.io/inject": "true",
        "istio.io/rev": "stable",
      });
      expect(getAt(deployment, ["spec", "template", "spec", "containers", 0, "image"])).to.equal("auto");
      const bounds = (name: string) =>
        getAt(find(manifests, `HorizontalPodAutoscaler/${name}`), ["spec", "minReplicas"]);
      expect([
        bounds("istio-ingress/knative-gateway-public"),
        bounds("private-ingress/knative-gateway-private"),
      ]).to.deep.equal([3, 2]);
      find(manifests, "PodDisruptionBudget/private-ingress/knative-gateway-private-pdb");
      const shared = find(manifests, "Deployment/istio-ingress/knative-gateway-public");
      expect(getAt(shared, ["spec", "template", "metadata", "labels", inside])).to.equal("public");
    });

    it("is mesh-only without gateways", () => {
      const manifests = render({ gateways: [] });
      expect(find(manifests, "ConfigMap/knative-serving/config-istio").data).to.deep.equal({
        "external-gateways": "[]\n",
        "local-gateways": "[]\n",
      });
      expect(manifests.filter(({ kind }) => kind === "Gateway")).to.deep.equal([]);
    });
  });
}
