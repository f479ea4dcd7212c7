import { expect } from "chai";
import { releases } from "../../../provider/src/release/catalog";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { domainData } from "../../../provider/src/serving/domains";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import type { Adapted } from "../../../provider/src/release/adapt";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

for (const { minor } of releases()) {
  describe(`serving: render of ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(args: ServingArgs = {}): Adapted {
      const plan = planServing({ release: minor, source: { mirror }, ...args });
      const upstream = loadServing(plan);
      expect(upstream.problems).to.deep.equal([]);
      return renderServing(plan, upstream.manifests, plan.domains && domainData(plan.domains));
    }

    const find = ({ manifests }: Adapted, key: string): Manifest => {
      const found = manifests.find((manifest) => keyOf(manifest) === key);
      expect(found, key).not.to.equal(undefined);
      return found as Manifest;
    };
    const codes = (rendered: Adapted) => rendered.problems.map(({ path, code }) => `${path} ${code}`);

    it("holds every object once, each with its own name", () => {
      const keys = render().manifests.map((manifest) => `${manifest.apiVersion} ${keyOf(manifest)}`);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => key.includes("CustomResourceDefinition")).length).to.equal(12);
    });

    it("exposes nothing unless asked", () => {
      const { manifests } = render();
      const types = manifests
        .filter((manifest) => isKind(manifest, "Service"))
        .map((service) => getAt(service, ["spec", "type"]));
      expect(types.filter((type) => type !== undefined && type !== "ClusterIP")).to.deep.equal([]);
    });

    it("gives the gateway the exposure that is asked for, and waits for a load balancer's address", () => {
      const service = find(
        render({
          gateways: [
            {
              exposure: "LoadBalancer",
              annotations: { "example.com/internal": "true" },
              loadBalancerClass: "example.com/lb",
              loadBalancerSourceRanges: ["10.0.0.0/8"],
              externalTrafficPolicy: "Local",
              httpNodePort: 30080,
            },
          ],
        }),
        "Service/kourier-system/kourier",
      );
      expect(service.spec).to.deep.include({
        type: "LoadBalancer",
        loadBalancerClass: "example.com/lb",
        loadBalancerSourceRanges: ["10.0.0.0/8"],
        externalTrafficPolicy: "Local",
      });
      expect(getAt(service, ["spec", "ports", 0])).to.deep.include({ port: 80, nodePort: 30080 });
      expect(service.metadata.annotations).to.deep.include({
        "example.com/internal": "true",
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}",
      });
      expect(service.metadata.annotations).not.to.have.property("pulumi.com/skipAwait");
    });

    it("moves Kourier's ports for the outside, and leaves where they lead to", () => {
      const service = find(
        render({
          gateways: [
            {
              exposure: "NodePort",
              address: "10.0.0.1",
              ports: { http: 8000, https: 8443 },
              httpsNodePort: 30443,
            },
          ],
        }),
        "Service/kourier-system/kourier",
      );
      expect(getAt(service, ["spec", "ports", 0])).to.deep.include({
        name: "http2",
        port: 8000,
        targetPort: 8080,
      });
      expect(getAt(service, ["spec", "ports", 1])).to.deep.include({
        name: "https",
        port: 8443,
        targetPort: 8443,
        nodePort: 30443,
      });
    });

    it("writes typed settings and config into the ConfigMaps, and drops the examples", () => {
      const rendered = render({
        autoscaler: { stableWindow: "30s", enableScaleToZero: false, maxScaleUpRate: 10 },
        network: { rolloutDuration: 60 },
        deployment: { registriesSkippingTagResolving: ["a.example.com", "b.example.com"] },
        config: { "config-features": { "tag-header-based-routing": "Enabled" } },
      });
      expect(find(rendered, "ConfigMap/knative-serving/config-autoscaler").data).to.deep.equal({
        "stable-window": "30s",
        "enable-scale-to-zero": "false",
        "max-scale-up-rate": "10",
      });
      expect(find(rendered, "ConfigMap/knative-serving/config-network").data).to.deep.equal({
        "ingress-class": "kourier.ingress.networking.knative.dev",
        "rollout-duration": "60",
      });
      const deployment = find(rendered, "ConfigMap/knative-serving/config-deployment").data;
      expect(deployment).to.have.property("registries-skipping-tag-resolving", "a.example.com,b.example.com");
      expect(deployment).to.have.property("queue-sidecar-image");
      expect(find(rendered, "ConfigMap/knative-serving/config-features").data).to.deep.equal({
        "tag-header-based-routing": "Enabled",
      });
      for (const { metadata, data } of rendered.manifests.filter((manifest) =>
        isKind(manifest, "ConfigMap"),
      )) {
        expect(data ?? {}, metadata.name).not.to.have.property("_example");
        expect(metadata.annotations ?? {}, metadata.name).not.to.have.property(
          "knative.dev/example-checksum",
        );
      }
    });

    it("writes the domains with their selectors", () => {
      const rendered = render({
        domains: [{ name: "a.example.com" }, { name: "svc.cluster.local", selector: { team: "b" } }],
      });
      expect(find(rendered, "ConfigMap/knative-serving/config-domain").data).to.deep.equal({
        "a.example.com": "",
        "svc.cluster.local": "selector:\n  team: b\n",
      });
    });

    it("takes every image from the registry that is named", () => {
      const { images, manifests } = render({
        images: {
          registry: "registry.example.com/k",
          overrides: { queue: "r.example.com/q:1" },
          pullSecrets: ["pull"],
        },
      });
      expect(
        images.filter((image) => !/^(registry\.example\.com\/k\/|r\.example\.com\/q:1$)/.test(image)),
      ).to.deep.equal([]);
      expect(JSON.stringify(manifests)).not.to.match(/"[^"]*(gcr|docker)\.io\/[^"]*[:@]/);
      const accounts = manifests.filter((manifest) => isKind(manifest, "ServiceAccount"));
      expect(accounts.length).to.be.greaterThan(0);
      for (const account of accounts) {
        expect(account.imagePullSecrets, account.metadata.name).to.deep.equal([{ name: "pull" }]);
      }
    });

    it("sets replicas where no autoscaler rules, and its bounds where one does", () => {
      const rendered = render({ replicas: 3, gateways: [{ replicas: 2 }] });
      expect(getAt(find(rendered, "Deployment/knative-serving/controller"), ["spec", "replicas"])).to.equal(
        3,
      );
      expect(getAt(find(rendered, "Deployment/knative-serving/activator"), ["spec", "replicas"])).to.equal(
        undefined,
      );
      expect(
        getAt(find(rendered, "HorizontalPodAutoscaler/knative-serving/activator"), ["spec", "minReplicas"]),
      ).to.equal(3);
      expect(
        getAt(find(rendered, "HorizontalPodAutoscaler/kourier-system/3scale-kourier-gateway"), [
          "spec",
          "minReplicas",
        ]),
      ).to.equal(2);
    });

    it("lets nodes be drained: one pod of each at a time", () => {
      const budgets = render().manifests.filter((manifest) => isKind(manifest, "PodDisruptionBudget"));
      expect(budgets.length).to.be.greaterThan(1);
      for (const { spec, metadata } of budgets) {
        expect(spec, metadata.name).to.have.property("maxUnavailable", 1);
        expect(spec, metadata.name).not.to.have.property("minAvailable");
      }
    });

    it("sets resources, the version override and patches", () => {
      const rendered = render({
        workloads: { activator: { resources: { limits: { memory: "2Gi" } } } },
        kubernetesMinVersionOverride: "1.30",
        patches: [
          {
            target: { kind: "Deployment", name: "webhook" },
            patch: { metadata: { labels: { patched: "yes" } } },
          },
        ],
      });
      const container = ["spec", "template", "spec", "containers", 0] as const;
      expect(
        getAt(find(rendered, "Deployment/knative-serving/activator"), [
          ...container,
          "resources",
          "limits",
          "memory",
        ]),
      ).to.equal("2Gi");
      for (const deployment of rendered.manifests.filter((manifest) => isKind(manifest, "Deployment"))) {
        expect(getAt(deployment, [...container, "env"]), keyOf(deployment)).to.deep.include({
          name: "KUBERNETES_MIN_VERSION",
          value: "v1.30.0",
        });
      }
      expect(find(rendered, "Deployment/knative-serving/webhook").metadata.labels).to.have.property(
        "patched",
        "yes",
      );
    });

    it("refuses names that fit nothing in the release", () => {
      expect(
        codes(
          render({
            config: { "config-netwrk": { a: "b" } },
            workloads: { activater: {} },
            images: { overrides: { qeue: "r.example.com/q:1" } },
            patches: [{ target: { kind: "Deployment", name: "none" }, patch: {} }],
          }),
        ),
      ).to.deep.equal([
        'config["config-netwrk"] KN3301',
        'images.overrides["qeue"] KN1001',
        "workloads.activater KN1001",
        "patches[0] KN3201",
      ]);
    });

    it("refuses a patch that the object can't take", () => {
      const patches = [
        { target: { kind: "Deployment", name: "webhook" }, patch: { metadata: { name: "other" } } },
      ];
      expect(codes(render({ patches }))).to.deep.equal(["patches[0] KN3202"]);
    });

    it("declares nothing that Knative's own controllers write", () => {
      const { manifests } = render();
      for (const manifest of manifests.filter((one) => one.kind.endsWith("WebhookConfiguration"))) {
        expect(JSON.stringify(manifest.webhooks), manifest.metadata.name).not.to.contain("caBundle");
        expect(getAt(manifest, ["webhooks", 0, "rules"]), manifest.metadata.name).to.equal(undefined);
      }
    });
  });
}
