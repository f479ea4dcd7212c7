import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { EventingArgs } from "../../../../provider/src/eventing/eventing.args";
import { checkEventing } from "../../../../provider/src/eventing/eventing.check";
import type { EventingKafkaArgs } from "../../../../provider/src/eventing/kafka/kafka.args";
import type { Problem } from "../../../../provider/src/problems";
import { kafkaOf } from "../../../../provider/src/release/catalog";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const check = (kafka: EventingKafkaArgs, rest: EventingArgs = {}) =>
  checkEventing({ release: "1.22", ...rest, kafka });
const sum = "0123456789abcdef".repeat(4);
const sums = {
  "eventing-kafka-broker.yaml": sum,
  "eventing-kafka-channel.yaml": sum,
  "eventing-kafka-sink.yaml": sum,
};

describe("kafka: inputs of the installation", () => {
  it("choose at least one part, and say nothing of others (KN9050)", () => {
    expect(lines(check({ source: true }))).to.deep.equal([]);
    expect(lines(check({}))).to.deep.equal(["kafka KN9050"]);
    expect(lines(check({ source: true, partitions: 3, replicationFactor: 1 }))).to.deep.equal([
      "kafka.partitions KN9050",
      "kafka.replicationFactor KN9050",
    ]);
    expect(lines(check({ source: true, security: { tls: {} } }))).to.deep.equal(["kafka.security KN9050"]);
    expect(lines(check({ source: true, brokr: true } as never))).to.deep.equal(["kafka.brokr KN1001"]);
  });

  it("vouch for files that the catalogue has no checksum of (KN9053)", () => {
    const [problem] = check({ broker: true });
    expect(lines([problem as Problem])).to.deep.equal([
      'kafka.checksums["eventing-kafka-broker.yaml"] KN9053',
    ]);
    expect(problem?.reason).to.contain("knative-v1.22.3/eventing-kafka-broker.yaml");
    expect(check({ broker: true, checksums: { "eventing-kafka-broker.yaml": sum } })).to.deep.equal([]);
    const checksumsFile = "/mirror/SHA256SUMS";
    expect(check({ broker: true, sink: true }, { source: { checksumsFile } })).to.deep.equal([]);
    expect(
      lines(
        check({
          source: true,
          checksums: {
            "eventing-kafka-broker.yaml": sum,
            "eventing-kafka-source.yaml": sum,
            "eventing-kafka-controller.yaml": "abc",
          },
        }),
      ),
    ).to.deep.equal([
      'kafka.checksums["eventing-kafka-broker.yaml"] KN9053',
      'kafka.checksums["eventing-kafka-source.yaml"] KN9053',
      'kafka.checksums["eventing-kafka-controller.yaml"] KN9053',
    ]);
    const known = kafkaOf("1.22")?.files.source.sha256 ?? "";
    const checksums = { "eventing-kafka-source.yaml": known.toUpperCase() };
    expect(check({ source: true, checksums })).to.deep.equal([]);
  });

  it("name a Kafka where upstream's files would name nobody's (KN1005)", () => {
    const checksums = { "eventing-kafka-channel.yaml": sum };
    const config = { "kafka-channel-config": { "bootstrap.servers": "kafka:9092" } };
    const missing = ["kafka.bootstrapServers KN1005"];
    expect(lines(check({ channel: true, checksums }))).to.deep.equal(missing);
    expect(lines(check({ channel: true, checksums }, { config }))).to.deep.equal([]);
    expect(lines(check({ channel: true, checksums, bootstrapServers: ["kafka:9092"] }))).to.deep.equal([]);
    const brokerDefaults = { namespaces: { shop: { brokerClass: "Kafka" } } };
    expect(lines(check({ source: true }, { brokerDefaults }))).to.deep.equal(missing);
    const own = { brokerClass: "Kafka", configMap: { name: "own" } };
    expect(lines(check({ source: true }, { brokerDefaults: own }))).to.deep.equal([]);
    expect(lines(check({ source: true, bootstrapServers: ["kafka:9092", "kafka"] }))).to.deep.equal([
      "kafka.bootstrapServers[1] KN9051",
    ]);
  });

  it("name a Secret that is known, for it becomes a ConfigMap's text (KN1009)", () => {
    const security = { secret: { name: pulumi.output("later") } };
    expect(lines(check({ source: true, bootstrapServers: ["kafka:9092"], security }))).to.deep.equal([
      "kafka.security.secret.name KN1009",
    ]);
  });

  it("scale by KEDA only where that is on (KN9055), and have templates that tell objects apart (KN9052)", () => {
    const features = { controllerAutoscalerKeda: "Enabled" } as const;
    expect(lines(check({ source: true, autoscaler: { maxScale: 5 } }))).to.deep.equal([
      "kafka.autoscaler KN9055",
    ]);
    expect(lines(check({ source: true, features, autoscaler: { maxScale: 5 } }))).to.deep.equal([]);
    expect(lines(check({ source: true, features, autoscaler: { minScale: 60 } }))).to.deep.equal([
      "kafka.autoscaler.minScale KN9055",
    ]);
    for (const [template, codes] of [
      ["events.{{ .Namespace }}.{{.Name}}", []],
      ["{{ .UID }}", []],
      ["events-{{ .Name }}", ["kafka.features.brokersTopicTemplate KN9052"]],
      ["{{ .Namespace }}/{{ .Name }}", ["kafka.features.brokersTopicTemplate KN9052"]],
    ] as const) {
      const found = check({ source: true, features: { brokersTopicTemplate: template } });
      expect(lines(found), template).to.deep.equal(codes);
    }
  });

  it("say each setting once", () => {
    const config = {
      "kafka-broker-config": { "default.topic.partitions": "5" },
      "config-kafka-features": { "controller-autoscaler-kedda": "enabled" },
      "config-kafka-autoscaler": { class: "keda.autoscaling.knative.dev", "max-scale": "many" },
    };
    const kafka = { broker: true, partitions: 3, checksums: sums };
    expect(
      lines(check({ ...kafka, channel: true, sink: true, bootstrapServers: ["a:1"] }, { config })),
    ).to.deep.equal([
      'config["config-kafka-features"]["controller-autoscaler-kedda"] KN3304',
      'config["config-kafka-autoscaler"]["max-scale"] KN1002',
      'config["kafka-broker-config"]["default.topic.partitions"] KN3302',
    ]);
  });
});
