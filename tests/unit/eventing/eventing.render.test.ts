import { expect } from "chai";
import { parse } from "yaml";
import type { EventingArgs } from "../../../provider/src/eventing/eventing.args";
import { planEventing } from "../../../provider/src/eventing/eventing.plan";
import { eventingOptions, renderEventing } from "../../../provider/src/eventing/eventing.render";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { controllerWritten, groupByPhase } from "../../../provider/src/manifests/phases";
import type { Problem } from "../../../provider/src/problems";
import type { Adapted } from "../../../provider/src/release/adapt";
import { eventingReleases } from "../../../provider/src/release/catalog";
import { loadProduct } from "../../../provider/src/release/loadProduct";
import { needReleases } from "../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const namespace = "knative-eventing";
const adapter = `Deployment/${namespace}/pingsource-mt-adapter`;

for (const { minor, version } of eventingReleases()) {
  describe(`eventing: render of ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(args: EventingArgs = {}): Adapted {
      const plan = planEventing({ release: minor, ...args });
      const upstream = loadProduct(plan.files, { mirror });
      expect(upstream.problems).to.deep.equal([]);
      return renderEventing(plan, upstream.manifests);
    }

    const find = ({ manifests }: Adapted, key: string): Manifest => {
      const found = manifests.find((manifest) => keyOf(manifest) === key);
      expect(found, key).not.to.equal(undefined);
      return found as Manifest;
    };
    const data = (adapted: Adapted, name: string) =>
      find(adapted, `ConfigMap/${namespace}/${name}`).data as Readonly<Record<string, string>>;

    it("holds every object once, in one namespace", () => {
      const { manifests, problems } = render();
      expect(problems).to.deep.equal([]);
      const keys = manifests.map((manifest) => `${manifest.apiVersion} ${keyOf(manifest)}`);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => key.includes("CustomResourceDefinition"))).to.have.length(18);
      const homes = manifests.flatMap(({ metadata }) => metadata.namespace ?? []);
      expect([...new Set(homes)]).to.deep.equal([namespace]);
    });

    it("leaves nothing for a phase of its own, and runs the Job of its version last", () => {
      const phases = groupByPhase(render().manifests);
      expect(phases.flat()).to.have.length(render().manifests.length);
      expect(phases.at(-1)?.map(keyOf)).to.deep.equal([
        `Job/${namespace}/storage-version-migration-eventing-${version.replaceAll(".", "-")}`,
      ]);
    });

    it("leaves to the running programs what they write", () => {
      const { manifests } = render();
      const webhooks = manifests.filter(({ kind }) => kind.endsWith("WebhookConfiguration"));
      expect(webhooks).to.have.length(6);
      for (const webhook of webhooks) {
        expect(getAt(webhook, ["webhooks", 0, "rules"]), keyOf(webhook)).to.equal(undefined);
      }
      const translated = manifests.filter(
        (manifest) => getAt(manifest, ["spec", "conversion", "strategy"]) === "Webhook",
      );
      expect(translated.map(({ metadata }) => metadata.name)).to.include("pingsources.sources.knative.dev");
      expect(translated.map((each) => controllerWritten(each)[0])).to.deep.equal(
        translated.map(() => "spec.conversion.webhook.clientConfig.caBundle"),
      );
    });

    it("waits until the webhook fills in what brokers leave out", () => {
      const webhooks = render().manifests.filter(({ kind }) => kind.endsWith("WebhookConfiguration"));
      const awaited = webhooks.map(({ metadata }) => [
        metadata.name,
        metadata.annotations?.["pulumi.com/waitFor"],
      ]);
      const signedIn = "jsonpath={.webhooks[*].clientConfig.caBundle}";
      expect(Object.fromEntries(awaited)).to.deep.equal({
        "webhook.eventing.knative.dev": "jsonpath={.webhooks[0].rules}",
        "config.webhook.eventing.knative.dev": signedIn,
        "validation.webhook.eventing.knative.dev": signedIn,
        "sinkbindings.webhook.sources.knative.dev": signedIn,
        "inmemorychannel.eventing.knative.dev": signedIn,
        "validation.inmemorychannel.eventing.knative.dev": signedIn,
      });
    });

    it("leaves the sender of PingSources to the controller, unless pods are asked for", () => {
      const onDemand = planEventing({ release: minor });
      expect(getAt(find(render({ replicas: 3 }), adapter), ["spec", "replicas"])).to.equal(0);
      expect(find(render(), adapter).metadata.annotations?.["pulumi.com/skipAwait"]).to.equal("true");
      expect(eventingOptions(onDemand)[adapter]?.ignoreChanges).to.deep.equal([
        "spec.replicas",
        "spec.template.spec.containers[0].env",
      ]);
      const asked: EventingArgs = { release: minor, workloads: { "pingsource-mt-adapter": { replicas: 2 } } };
      expect(getAt(find(render(asked), adapter), ["spec", "replicas"])).to.equal(2);
      expect(find(render(asked), adapter).metadata.annotations?.["pulumi.com/skipAwait"]).to.equal(undefined);
      expect(eventingOptions(planEventing(asked))[adapter]?.ignoreChanges).to.deep.equal([
        "spec.template.spec.containers[0].env",
      ]);
      const { env } = getAt(find(render(), adapter), ["spec", "template", "spec", "containers", 0]) as {
        readonly env: readonly { readonly name: string }[];
      };
      expect(env.map(({ name }) => name)).to.include("K_LEADER_ELECTION_CONFIG");
    });

    it("lets nodes be drained, and programs run as often as is asked for", () => {
      const adapted = render({ replicas: 2 });
      expect(
        getAt(find(adapted, `Deployment/${namespace}/eventing-controller`), ["spec", "replicas"]),
      ).to.equal(2);
      const ruled = `Deployment/${namespace}/mt-broker-ingress`;
      expect(getAt(find(adapted, ruled), ["spec", "replicas"])).to.equal(undefined);
      expect(
        getAt(find(adapted, `HorizontalPodAutoscaler/${namespace}/broker-ingress-hpa`), [
          "spec",
          "minReplicas",
        ]),
      ).to.equal(2);
      const budgets = adapted.manifests.filter((manifest) => isKind(manifest, "PodDisruptionBudget"));
      expect(budgets.length).to.be.greaterThan(5);
      expect(budgets.map((budget) => getAt(budget, ["spec", "maxUnavailable"]))).to.deep.equal(
        budgets.map(() => 1),
      );
    });

    it("moves every image, those that controllers start as well", () => {
      const { images, manifests } = render({ images: { registry: "registry.example.com/copies" } });
      expect(images.length).to.be.greaterThan(20);
      expect(images.filter((image) => !image.startsWith("registry.example.com/copies/"))).to.deep.equal([]);
      expect(JSON.stringify(manifests)).not.to.contain("gcr.io/");
    });

    it("leaves out the parts that aren't wanted", () => {
      const small = render({ inMemoryChannel: false, mtChannelBroker: false, migrationJobs: false });
      const names = small.manifests.map(({ metadata }) => metadata.name).join(" ");
      expect(names).not.to.match(/imc-|inmemorychannel|mt-broker|storage-version-migration/);
      expect(names).to.contain("eventing-controller");
    });

    it("writes typed settings into their ConfigMaps", () => {
      const adapted = render({
        features: { transportEncryption: "Permissive", requestreplyDefaultTimeout: "PT1M" },
        leaderElection: { buckets: 2 },
        channelDefaults: {
          namespaces: { shop: { kind: "KafkaChannel", apiVersion: "messaging.knative.dev/v1beta1" } },
          ofBrokers: { kind: "InMemoryChannel" },
        },
      });
      expect(data(adapted, "config-features")).to.deep.include({
        "transport-encryption": "Permissive",
        "requestreply-default-timeout": "PT1M",
        "delivery-timeout": data(render(), "config-features")["delivery-timeout"],
      });
      expect(data(adapted, "config-leader-election")).to.deep.include({ buckets: "2" });
      expect(parse(data(adapted, "default-ch-webhook")["default-ch-config"] ?? "")).to.deep.equal({
        clusterDefault: { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" },
        namespaceDefaults: { shop: { apiVersion: "messaging.knative.dev/v1beta1", kind: "KafkaChannel" } },
      });
      expect(parse(data(adapted, "config-br-default-channel")["channel-template-spec"] ?? "")).to.deep.equal({
        apiVersion: "messaging.knative.dev/v1",
        kind: "InMemoryChannel",
      });
    });

    it("puts defaults of brokers over upstream's, whole in each namespace", () => {
      const defaults = (args: EventingArgs["brokerDefaults"]): unknown =>
        parse(data(render({ brokerDefaults: args }), "config-br-defaults")["default-br-config"] ?? "");
      const upstream = parse(data(render(), "config-br-defaults")["default-br-config"] ?? "") as {
        readonly clusterDefault: Readonly<Record<string, unknown>>;
      };
      expect(defaults({})).to.deep.equal(upstream);
      const delivery = { retry: 1, deadLetterSink: { service: "lost", namespace: "ops" } };
      expect(
        defaults({
          delivery,
          namespaces: { shop: { brokerClass: "Kafka" }, lab: { delivery: { retry: 0 } } },
        }),
      ).to.deep.equal({
        clusterDefault: {
          ...upstream.clusterDefault,
          delivery: {
            retry: 1,
            deadLetterSink: {
              ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "lost", namespace: "ops" },
            },
          },
        },
        namespaceDefaults: {
          shop: {
            ...upstream.clusterDefault,
            brokerClass: "Kafka",
            name: "kafka-broker-config",
            delivery: {
              retry: 1,
              deadLetterSink: {
                ref: {
                  apiVersion: "serving.knative.dev/v1",
                  kind: "Service",
                  name: "lost",
                  namespace: "ops",
                },
              },
            },
          },
          lab: { ...upstream.clusterDefault, delivery: { retry: 0 } },
        },
      });
    });

    it("refuses names that fit nothing in the release", () => {
      const { problems } = render({
        workloads: { "eventing-controler": { replicas: 2 }, "job-sink": { minReplicas: 2 } },
        config: { "config-pings": { a: "b" } },
        images: { overrides: { mtpong: "registry.example.com/a:1" } },
      });
      expect(lines(problems)).to.have.members([
        'config["config-pings"] KN3301',
        'images.overrides["mtpong"] KN1001',
        'workloads["eventing-controler"] KN1001',
        'workloads["job-sink"].minReplicas KN3502',
      ]);
    });
  });
}
