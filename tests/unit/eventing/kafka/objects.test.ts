import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { BrokerArgs } from "../../../../provider/src/eventing/broker.args";
import { checkBroker } from "../../../../provider/src/eventing/broker.check";
import { renderBroker } from "../../../../provider/src/eventing/broker.render";
import type { KafkaBrokerArgs } from "../../../../provider/src/eventing/kafka/kafkaBroker.args";
import { renderKafkaBroker } from "../../../../provider/src/eventing/kafka/kafkaBroker.render";
import type { KafkaChannelArgs } from "../../../../provider/src/eventing/kafka/kafkaChannel.args";
import { checkKafkaChannel } from "../../../../provider/src/eventing/kafka/kafkaChannel.check";
import { renderKafkaChannel } from "../../../../provider/src/eventing/kafka/kafkaChannel.render";
import type { KafkaSinkArgs } from "../../../../provider/src/eventing/kafka/kafkaSink.args";
import { checkKafkaSink } from "../../../../provider/src/eventing/kafka/kafkaSink.check";
import { renderKafkaSink } from "../../../../provider/src/eventing/kafka/kafkaSink.render";
import type { KafkaSourceArgs } from "../../../../provider/src/eventing/kafka/kafkaSource.args";
import { checkKafkaSource } from "../../../../provider/src/eventing/kafka/kafkaSource.check";
import { renderKafkaSource } from "../../../../provider/src/eventing/kafka/kafkaSource.render";
import { renderSink } from "../../../../provider/src/eventing/sink.render";
import type { Problem } from "../../../../provider/src/problems";
import { valueOf } from "../../../support/recorder";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const bootstrapServers = ["a.example.com:9092", "b.example.com:9092"];
const security = { sasl: { user: "orders", password: "hunter2" }, tls: {} };
const topic = "knative.pulumi.com/kafka-topic";

const source: KafkaSourceArgs = {
  bootstrapServers,
  topics: ["orders", "returns"],
  initialOffset: "earliest",
  keyType: "int",
  consumers: 3,
  ordering: "unordered",
  delivery: { retry: 2, deadLetterSink: { service: "lost" } },
  sink: { broker: "main" },
  extensions: { tenant: "a" },
  security,
  labels: { team: "a" },
};
const sink: KafkaSinkArgs = {
  bootstrapServers,
  topic: "audit",
  partitions: 3,
  replicationFactor: 2,
  security,
};
const channel: KafkaChannelArgs = { partitions: 3, retentionDuration: "P1D", delivery: { retry: 1 } };

describe("kafka: brokers", () => {
  const broker = (kafka: KafkaBrokerArgs, rest: BrokerArgs = {}): BrokerArgs => ({ ...rest, kafka });

  it("have a ConfigMap of their own, with a Secret before it where Kafka asks who comes", async () => {
    const [secret, configMap, ...others] = renderKafkaBroker("main", "shop", { bootstrapServers, security });
    expect(others).to.deep.equal([]);
    expect(secret?.metadata).to.deep.equal({ name: "main-kafka-security", namespace: "shop" });
    expect(configMap?.metadata).to.deep.equal({ name: "main-kafka", namespace: "shop" });
    expect(configMap?.data).to.deep.equal({
      "bootstrap.servers": "a.example.com:9092,b.example.com:9092",
      "default.topic.partitions": "10",
      "default.topic.replication.factor": "3",
      "auth.secret.ref.name": "main-kafka-security",
    });
    const { metadata, spec } = renderBroker("main", broker({ bootstrapServers }, { namespace: "shop" }));
    expect(spec).to.deep.equal({
      config: { apiVersion: "v1", kind: "ConfigMap", name: "main-kafka", namespace: "shop" },
    });
    expect(metadata.annotations?.["eventing.knative.dev/broker.class"]).to.equal("Kafka");
    const [late] = renderKafkaBroker("main", "shop", { bootstrapServers: [pulumi.output("a:1"), "b:2"] });
    const { data } = late as unknown as { readonly data: Readonly<Record<string, pulumi.Output<string>>> };
    expect(await valueOf(data["bootstrap.servers"] as pulumi.Output<string>)).to.equal("a:1,b:2");
  });

  it("tell in previews what a change of the topic means, and keep the topic where the address changes", () => {
    const told = (kafka: KafkaBrokerArgs) =>
      renderBroker("main", broker(kafka)).metadata.annotations?.[topic];
    const before = told({ bootstrapServers });
    expect(before).to.match(/^10 partitions, 3 copies; .*events not yet handed on are lost$/);
    expect(told({ bootstrapServers: ["c:1"], security })).to.equal(before);
    expect(told({ bootstrapServers, partitions: 10, replicationFactor: 3, topicConfig: {} })).to.equal(
      before,
    );
    expect(told({ bootstrapServers, partitions: 12 })).not.to.equal(before);
    expect(told({ bootstrapServers, replicationFactor: 1 })).not.to.equal(before);
    const settings = { "retention.ms": "1000", "cleanup.policy": "delete" };
    const reversed = Object.fromEntries(Object.entries(settings).toReversed());
    expect(told({ bootstrapServers, topicConfig: settings })).to.contain(
      "cleanup.policy=delete, retention.ms=1000",
    );
    expect(told({ bootstrapServers, topicConfig: reversed })).to.equal(
      told({ bootstrapServers, topicConfig: settings }),
    );
    const [configMap] = renderKafkaBroker("main", "shop", { bootstrapServers, topicConfig: settings });
    expect(configMap?.data).to.include({ "default.topic.config.retention.ms": "1000" });
  });

  it("take a topic that is there, and leave it", () => {
    const { metadata } = renderBroker("main", broker({ bootstrapServers, topic: "orders" }));
    expect(metadata.annotations).to.include({
      "kafka.eventing.knative.dev/external.topic": "orders",
      [topic]: '"orders", which stays with its events',
    });
    expect(renderBroker("main", {}).metadata.annotations).not.to.have.any.keys(
      topic,
      "kafka.eventing.knative.dev/external.topic",
    );
  });

  it("refuse what can't be (KN1005, KN1008, KN1004)", () => {
    expect(checkBroker(broker({ bootstrapServers, security }))).to.deep.equal([]);
    expect(checkBroker(broker({ bootstrapServers }, { brokerClass: "Kafka" }))).to.deep.equal([]);
    expect(lines(checkBroker(broker({})))).to.deep.equal(["kafka.bootstrapServers KN1005"]);
    expect(
      lines(checkBroker(broker({ bootstrapServers, topic: "a", partitions: 1, topicConfig: {} }))),
    ).to.deep.equal(["kafka.partitions KN1008", "kafka.topicConfig KN1008"]);
    expect(
      lines(checkBroker(broker({ bootstrapServers, partitions: 0, replicationFactor: 40_000 }))),
    ).to.deep.equal(["kafka.partitions KN1004", "kafka.replicationFactor KN1004"]);
    const beside = {
      brokerClass: "MTChannelBasedBroker",
      configMap: { name: "own" },
      annotations: { "kafka.eventing.knative.dev/external.topic": "b" },
    };
    expect(lines(checkBroker(broker({ bootstrapServers, security: {} }, beside)))).to.deep.equal([
      "brokerClass KN1008",
      "configMap KN1008",
      'annotations["kafka.eventing.knative.dev/external.topic"] KN1008',
      "kafka.security KN1005",
    ]);
  });
});

describe("kafka: sources", () => {
  it("say all that the webhook would fill in", () => {
    const { metadata, spec } = renderKafkaSource("in", {
      bootstrapServers,
      topics: ["orders"],
      sink: { broker: "main" },
    });
    expect(spec).to.deep.equal({
      bootstrapServers,
      topics: ["orders"],
      consumerGroup: "knative-source-default-in",
      initialOffset: "latest",
      consumers: 1,
      ordering: "ordered",
      sink: renderSink({ broker: "main" }, "default"),
    });
    expect(metadata).not.to.have.property("labels");
  });

  it("are what is asked for", () => {
    const { metadata, spec } = renderKafkaSource("in", {
      ...source,
      namespace: "shop",
      consumerGroup: "own",
    });
    expect(metadata.labels).to.deep.equal({
      team: "a",
      "kafkasources.sources.knative.dev/key-type": "int",
    });
    expect(spec).to.deep.include({
      consumerGroup: "own",
      initialOffset: "earliest",
      consumers: 3,
      ordering: "unordered",
      ceOverrides: { extensions: { tenant: "a" } },
    });
    expect(spec).to.have.nested.property("net.sasl.user.secretKeyRef.name", "in-kafka-security");
    expect(spec).to.have.nested.property("net.tls.enable", true);
    expect(spec).to.have.nested.property("delivery.deadLetterSink.ref.namespace", "shop");
  });

  it("leave the number of consumers to KEDA where that is asked for", () => {
    const { metadata, spec } = renderKafkaSource("in", {
      ...source,
      consumers: undefined,
      scaling: { minConsumers: 0, maxConsumers: 9, lagThreshold: 50 },
    });
    expect(spec).not.to.have.property("consumers");
    expect(metadata.annotations).to.include({
      "autoscaling.eventing.knative.dev/class": "keda.autoscaling.knative.dev",
      "autoscaling.eventing.knative.dev/min-scale": "0",
      "autoscaling.eventing.knative.dev/max-scale": "9",
      "autoscaling.eventing.knative.dev/lag-threshold": "50",
    });
    expect(metadata.annotations).not.to.have.property("autoscaling.eventing.knative.dev/cooldown-period");
  });

  it("refuse what can't be (KN9055, KN9051, KN9052, KN1007)", () => {
    const check = (changed: Partial<KafkaSourceArgs>) => lines(checkKafkaSource({ ...source, ...changed }));
    expect(check({})).to.deep.equal([]);
    expect(check({ bootstrapServers: undefined })).to.deep.equal(["bootstrapServers KN1005"]);
    expect(check({ bootstrapServers: ["kafka://a:1"], topics: ["a b"] })).to.deep.equal([
      "bootstrapServers[0] KN9051",
      "topics[0] KN9052",
    ]);
    expect(check({ topics: [] })).to.deep.equal(["topics KN1004"]);
    expect(check({ topics: ["a", "b", "a"] })).to.deep.equal(["topics[2] KN1007"]);
    expect(check({ scaling: { minConsumers: 3, maxConsumers: 2 } })).to.deep.equal([
      "consumers KN1008",
      "scaling.minConsumers KN9055",
    ]);
    expect(check({ initialOffset: "last" as never, ordering: "none" as never })).to.deep.equal([
      "initialOffset KN1003",
      "ordering KN1003",
    ]);
    expect(check({ sink: {}, extensions: { "a-b": "c" }, security: { tls: {} } })).to.deep.equal([
      "sink KN1005",
      'extensions["a-b"] KN9010',
      "security.tls KN9054",
    ]);
  });
});

describe("kafka: sinks and channels", () => {
  it("are what is asked for", () => {
    expect(renderKafkaSink("out", sink).spec).to.deep.equal({
      bootstrapServers,
      topic: "audit",
      numPartitions: 3,
      replicationFactor: 2,
      contentMode: "binary",
      auth: { secret: { ref: { name: "out-kafka-security" } } },
    });
    expect(renderKafkaChannel("later", {}).spec).to.deep.equal({
      numPartitions: 1,
      replicationFactor: 1,
      retentionDuration: "PT168H",
    });
    expect(renderSink({ kafkaSink: "out" }, "shop")).to.deep.equal({
      ref: { apiVersion: "eventing.knative.dev/v1alpha1", kind: "KafkaSink", name: "out", namespace: "shop" },
    });
  });

  it("refuse what can't be (KN1005, KN9052, KN9003)", () => {
    expect(checkKafkaSink(sink)).to.deep.equal([]);
    expect(lines(checkKafkaSink({ bootstrapServers, topic: "a", partitions: 3 }))).to.deep.equal([
      "replicationFactor KN1005",
    ]);
    expect(lines(checkKafkaSink({ bootstrapServers, topic: "a", replicationFactor: 3 }))).to.deep.equal([
      "partitions KN1005",
    ]);
    expect(lines(checkKafkaSink({ topic: "..", security: { tls: {} } }))).to.deep.equal([
      "topic KN9052",
      "bootstrapServers KN1005",
    ]);
    expect(checkKafkaChannel(channel)).to.deep.equal([]);
    expect(
      lines(checkKafkaChannel({ retentionDuration: "7d", delivery: { backoffDelay: "PT1S" } })),
    ).to.deep.equal(["retentionDuration KN9003", "delivery.backoffDelay KN9012"]);
  });
});
