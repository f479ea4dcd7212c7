import { expect } from "chai";
import { parse } from "yaml";
import type { EventingArgs } from "../../../../provider/src/eventing/eventing.args";
import { planEventing } from "../../../../provider/src/eventing/eventing.plan";
import { renderEventing } from "../../../../provider/src/eventing/eventing.render";
import type { EventingKafkaArgs } from "../../../../provider/src/eventing/kafka/kafka.args";
import { behindPodWebhook } from "../../../../provider/src/eventing/kafka/kafka.render";
import { getAt, keyOf, type Manifest } from "../../../../provider/src/manifests/manifest";
import type { Problem } from "../../../../provider/src/problems";
import type { Adapted } from "../../../../provider/src/release/adapt";
import { eventingReleases, kafkaOf } from "../../../../provider/src/release/catalog";
import { loadProduct } from "../../../../provider/src/release/loadProduct";
import { kafkaMirror, type KafkaMirror } from "../../../support/kafkaMirror";
import { needReleases } from "../../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);

for (const { minor } of eventingReleases()) {
  describe(`kafka: render of ${minor}`, () => {
    let mirror: KafkaMirror;

    before(function () {
      mirror = kafkaMirror(needReleases(this), minor);
    });

    after(() => {
      mirror.remove();
    });

    function render(kafka: EventingKafkaArgs, rest: EventingArgs = {}): Adapted {
      const { checksums } = mirror;
      const plan = planEventing({
        release: minor,
        migrationJobs: false,
        ...rest,
        kafka: { checksums, ...kafka },
      });
      const upstream = loadProduct(plan.files, { mirror: mirror.directory });
      expect(upstream.problems).to.deep.equal([]);
      return renderEventing(plan, upstream.manifests);
    }

    const find = ({ manifests }: Adapted, key: string): Manifest => {
      const found = manifests.find((manifest) => keyOf(manifest) === `${key}`);
      expect(found, key).not.to.equal(undefined);
      return found as Manifest;
    };
    const data = (adapted: Adapted, name: string) =>
      find(adapted, `ConfigMap/knative-eventing/${name}`).data as Readonly<Record<string, string>>;
    const programs = ({ manifests }: Adapted) =>
      manifests
        .filter(
          ({ kind, metadata }) => /^(Deployment|StatefulSet)$/.test(kind) && /kafka/.test(metadata.name),
        )
        .map(({ metadata }) => metadata.name);

    it("holds the controller and what was chosen", () => {
      const control = ["kafka-controller", "kafka-webhook-eventing"];
      const source = render({ source: true });
      expect(source.problems).to.deep.equal([]);
      expect(programs(source)).to.have.members([...control, "kafka-source-dispatcher"]);
      expect(programs(render({ broker: true, sink: true }))).to.have.members([
        ...control,
        "kafka-broker-receiver",
        "kafka-broker-dispatcher",
        "kafka-sink-receiver",
      ]);
      const keys = source.manifests.map((each) => `${each.apiVersion} ${keyOf(each)}`);
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => key.includes("CustomResourceDefinition"))).to.have.length(18 + 5);
    });

    it("plans the Jobs of the release, unless they are not wanted", () => {
      const names = (args: EventingArgs) =>
        planEventing({ release: minor, kafka: { source: true }, ...args }).files.map(({ name }) => name);
      expect(names({})).to.include("eventing-kafka-post-install.yaml");
      expect(names({ migrationJobs: false })).not.to.include("eventing-kafka-post-install.yaml");
      const { checksums, checksumsFile, directory } = mirror;
      const plan = planEventing({ release: minor, kafka: { source: true, checksums } });
      const upstream = loadProduct(plan.files, { mirror: directory, checksumsFile });
      expect(upstream.problems).to.deep.equal([]);
      const jobs = renderEventing(plan, upstream.manifests).manifests.filter(({ kind }) => kind === "Job");
      expect(jobs.map(({ metadata }) => metadata.name)).to.include(
        `knative-kafka-storage-version-migrator-${kafkaOf(minor)?.version.replaceAll(".", "-")}`,
      );
    });

    it("writes typed settings into their ConfigMaps, and leaves the rest to upstream", () => {
      const adapted = render({
        broker: true,
        bootstrapServers: ["a.example.com:9092", "b.example.com:9092"],
        partitions: 5,
        security: { sasl: { user: "a", password: "b" } },
        features: { controllerAutoscalerKeda: "Enabled" },
        autoscaler: { maxScale: 7 },
      });
      expect(data(adapted, "kafka-broker-config")).to.deep.equal({
        "bootstrap.servers": "a.example.com:9092,b.example.com:9092",
        "default.topic.partitions": "5",
        "default.topic.replication.factor": "3",
        "auth.secret.ref.name": "eventing-kafka-security",
      });
      expect(data(adapted, "kafka-channel-config")).to.deep.equal({
        "bootstrap.servers": "a.example.com:9092,b.example.com:9092",
        "auth.secret.ref.name": "eventing-kafka-security",
      });
      expect(data(adapted, "config-kafka-features")).to.include({ "controller-autoscaler-keda": "Enabled" });
      expect(data(adapted, "config-kafka-autoscaler")).to.include({ "max-scale": "7", "min-scale": "0" });
    });

    it("tells the webhook the ConfigMap of class Kafka, whatever the default is", () => {
      const classes = (kafka: EventingKafkaArgs, rest?: EventingArgs): unknown =>
        getAt(parse(data(render(kafka, rest), "config-br-defaults")["default-br-config"] ?? ""), [
          "clusterDefault",
          "brokerClasses",
        ]);
      const delivery = { retry: 1 };
      const own = {
        apiVersion: "v1",
        kind: "ConfigMap",
        name: "kafka-broker-config",
        namespace: "knative-eventing",
      };
      expect(classes({ broker: true }, { brokerDefaults: { delivery } })).to.deep.equal({
        Kafka: { ...own, delivery },
      });
      expect(classes({ broker: true })).to.have.nested.property("Kafka.name", own.name);
      expect(classes({ source: true })).to.equal(undefined);
    });

    it("stands behind the webhook that gives dispatchers their work", () => {
      const { derived, needs } = behindPodWebhook(render({ source: true, channel: true }).manifests);
      const keys = ["channel", "source"].map(
        (part) => `StatefulSet/knative-eventing/kafka-${part}-dispatcher`,
      );
      const webhook = "MutatingWebhookConfiguration/pods.defaulting.webhook.kafka.eventing.knative.dev";
      expect(Object.keys(derived)).to.have.members(keys);
      expect(needs).to.deep.equal(Object.fromEntries(keys.map((key) => [key, [webhook]])));
      expect(behindPodWebhook([])).to.deep.equal({ derived: {}, needs: {} });
    });

    it("leaves the number of dispatchers to their controller (KN9056), and takes all else", () => {
      const key = "StatefulSet/knative-eventing/kafka-source-dispatcher";
      const sized = render(
        { source: true },
        {
          replicas: 3,
          allWorkloads: { nodeSelector: { disk: "ssd" } },
          workloads: { "kafka-source-dispatcher": { resources: { requests: { cpu: "100m" } } } },
        },
      );
      expect(sized.problems).to.deep.equal([]);
      expect(getAt(find(sized, key), ["spec", "replicas"])).to.equal(undefined);
      expect(
        getAt(find(sized, "Deployment/knative-eventing/kafka-controller"), ["spec", "replicas"]),
      ).to.equal(3);
      const pod = getAt(find(sized, key), ["spec", "template", "spec"]);
      expect(getAt(pod, ["nodeSelector"])).to.deep.equal({ disk: "ssd" });
      expect(getAt(pod, ["containers", 0, "resources", "requests", "cpu"])).to.equal("100m");
      const { problems } = render(
        { source: true },
        {
          workloads: {
            "kafka-source-dispatcher": { replicas: 2, resources: { requests: { memory: "2Gi" } } },
            "kafka-broker-receiver": { replicas: 2 },
          },
        },
      );
      expect(lines(problems)).to.have.members([
        'workloads["kafka-source-dispatcher"].replicas KN9056',
        'workloads["kafka-source-dispatcher"].resources.requests.memory KN3505',
        'workloads["kafka-broker-receiver"] KN1001',
      ]);
    });

    it("moves every image", () => {
      const { images } = render({ source: true }, { images: { registry: "registry.example.com/copies" } });
      expect(images.filter((image) => !image.startsWith("registry.example.com/copies/"))).to.deep.equal([]);
      expect(images.filter((image) => image.includes("kafka")).length).to.equal(3);
    });
  });
}
