import { expect } from "chai";
import type { PlatformEventingArgs } from "../../../provider/src/platform/eventing.args";
import { withDefaultClass } from "../../../provider/src/platform/eventing.plan";
import { withKafka } from "../../../provider/src/platform/kafka.plan";
import { checkPlatform } from "../../../provider/src/platform/platform.check";

const sum = "0123456789abcdef".repeat(4);
const bootstrapServers = ["kafka.example.com:9092"];
const security = { sasl: { user: "shop", password: "hunter2" } };
const kafka = {
  broker: true,
  source: true,
  sink: true,
  bootstrapServers,
  security,
  checksums: { "eventing-kafka-broker.yaml": sum, "eventing-kafka-sink.yaml": sum },
};
const flow: PlatformEventingArgs = {
  kafka,
  brokers: [{ name: "default", kafka: { partitions: 3, replicationFactor: 1 } }],
  triggers: [{ name: "all", subscriber: { kafkaSink: "audit" } }],
  sources: { kafka: [{ name: "in", topics: ["orders"], sink: { broker: "default" } }] },
  sinks: { kafka: [{ name: "audit", topic: "audit" }] },
};
const lines = (changed: PlatformEventingArgs) =>
  checkPlatform({ eventing: { ...flow, ...changed } }, true).map(({ path, code }) => `${path} ${code}`);

describe("platform: what speaks to Kafka", () => {
  it("takes the address of Eventing's Kafka where it names none, and the credentials with it", () => {
    expect(lines({})).to.deep.equal([]);
    expect(withDefaultClass({ kafka: { partitions: 3 } }, flow)).to.deep.equal({
      kafka: { partitions: 3, bootstrapServers, security },
      brokerClass: "Kafka",
    });
    const own = { bootstrapServers: ["other.example.com:9092"] };
    expect(withKafka(own, kafka)).to.deep.equal(own);
    expect(withKafka({ security: { tls: {} } }, kafka)).to.deep.equal({
      bootstrapServers,
      security: { tls: {} },
    });
    expect(withKafka({}, { source: true })).to.deep.equal({});
    expect(lines({ kafka: { ...kafka, bootstrapServers: undefined, security: undefined } })).to.deep.equal([
      "eventing.brokers[0].kafka.bootstrapServers KN1005",
      "eventing.sources.kafka[0].bootstrapServers KN1005",
      "eventing.sinks.kafka[0].bootstrapServers KN1005",
    ]);
  });

  it("has the parts that it needs (KN9013), and an address (KN1005)", () => {
    expect(lines({ kafka: undefined })).to.include.members([
      "eventing.brokers[0] KN9013",
      "eventing.sources.kafka[0] KN9013",
      "eventing.sinks.kafka[0] KN9013",
    ]);
    const brokers = [{ name: "default", brokerClass: "Kafka" }];
    expect(lines({ brokers })).to.deep.equal([]);
    expect(
      lines({ brokers, kafka: { ...kafka, broker: false, checksums: { "eventing-kafka-sink.yaml": sum } } }),
    ).to.deep.equal(["eventing.brokers[0] KN9013"]);
    const alone: PlatformEventingArgs = { brokers, sources: {}, sinks: {}, triggers: [] };
    const checksums = { "eventing-kafka-broker.yaml": sum };
    expect(lines({ ...alone, kafka: { broker: true, checksums } })).to.deep.equal([
      "eventing.brokers[0].kafka KN1005",
    ]);
    const config = { "kafka-broker-config": { "bootstrap.servers": "kafka:9092" } };
    expect(lines({ ...alone, config, kafka: { broker: true, checksums } })).to.deep.equal([]);
    // Who has the parts from elsewhere.
    expect(lines({ ...alone, kafka: undefined })).to.deep.equal([]);
  });

  it("has channels of kind KafkaChannel only with the part for them (KN9013)", () => {
    const channelTemplate = { kind: "KafkaChannel", spec: { numPartitions: 3 } };
    const subscriber = { broker: "default" };
    const made: PlatformEventingArgs = {
      channelDefaults: { namespaces: { shop: channelTemplate }, ofBrokers: channelTemplate },
      channels: [{ name: "a", channelTemplate }, { name: "b" }, { name: "a", namespace: "shop" }],
      sequences: [{ name: "a", channelTemplate, steps: [{ subscriber }] }],
      parallels: [{ name: "a", channelTemplate, branches: [{ subscriber }] }],
    };
    expect(lines(made)).to.deep.equal([
      "eventing.channels[0] KN9013",
      "eventing.channels[2] KN9013",
      "eventing.sequences[0] KN9013",
      "eventing.parallels[0] KN9013",
      "eventing.channelDefaults.ofBrokers KN9013",
    ]);
    const checksums = { ...kafka.checksums, "eventing-kafka-channel.yaml": sum };
    expect(lines({ ...made, kafka: { ...kafka, channel: true, checksums } })).to.deep.equal([]);
    // Whoever has the parts from elsewhere says nothing of them.
    expect(checkPlatform({ eventing: { channels: made.channels } }, true)).to.deep.equal([]);
  });

  it("has a Secret in its own namespace (KN9054)", () => {
    const shared = { ...kafka, security: { secret: { name: "kafka", protocol: "SASL_SSL" as const } } };
    expect(lines({ kafka: shared })).to.deep.equal([
      "eventing.brokers[0].kafka.security KN9054",
      "eventing.sources.kafka[0].security KN9054",
      "eventing.sinks.kafka[0].security KN9054",
    ]);
  });

  it("leads to parts of the platform (KN9002), and is scaled only where KEDA may (KN9055)", () => {
    const sources = {
      kafka: [
        { name: "in", topics: ["orders"], sink: { broker: "main" }, scaling: {} },
        { name: "in", topics: ["orders"], sink: { kafkaSink: "audti" } },
      ],
    };
    expect(lines({ sources })).to.have.members([
      "eventing.sources.kafka[1].name KN1007",
      "eventing.sources.kafka[0].scaling KN9055",
      "eventing.sources.kafka[0].sink.broker KN9002",
      "eventing.sources.kafka[1].sink.kafkaSink KN9002",
    ]);
    const features = { controllerAutoscalerKeda: "Enabled" as const };
    const scaled = { kafka: [{ name: "in", topics: ["a"], sink: { broker: "default" }, scaling: {} }] };
    expect(lines({ kafka: { ...kafka, features }, sources: scaled })).to.deep.equal([]);
  });
});
