import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Broker } from "../../provider/src/eventing/broker";
import { Eventing } from "../../provider/src/eventing/eventing";
import { KafkaChannel } from "../../provider/src/eventing/kafka/kafkaChannel";
import { KafkaSink } from "../../provider/src/eventing/kafka/kafkaSink";
import { KafkaSource } from "../../provider/src/eventing/kafka/kafkaSource";
import { Platform } from "../../provider/src/platform/platform";
import { kafkaMirror } from "../support/kafkaMirror";
import { record, valueOf } from "../support/recorder";
import { allDependencies, byName } from "../support/registrations";
import { needReleases } from "../support/releases";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const sasl = { sasl: { user: "in", password: "hunter2" } };

describe("graph: eventing with parts for Kafka", () => {
  it("gives dispatchers no pod before the webhook, and makes the Secret before any", async function () {
    const mirror = needReleases(this);
    const kafka = {
      source: true,
      bootstrapServers: ["kafka.example.com:9092"],
      security: { sasl: { user: "knative", password: "hunter2" } },
    };
    const { registrations } = await record(
      () => new Eventing("own", { release: "1.22", source: { mirror }, migrationJobs: false, kafka }),
    );
    const needs = (name: string) => allDependencies(registrations, `own:${name}`);
    const dispatcher = "StatefulSet/knative-eventing/kafka-source-dispatcher";
    const webhook = "MutatingWebhookConfiguration/pods.defaulting.webhook.kafka.eventing.knative.dev";
    const secret = "Secret/knative-eventing/eventing-kafka-security";
    expect(byName(registrations, `own:${dispatcher}`).dependencies).to.include(`own:${webhook}`);
    expect(needs(webhook).has("own:Deployment/knative-eventing/kafka-webhook-eventing")).to.equal(true);
    expect(needs("Deployment/knative-eventing/kafka-controller").has(`own:${secret}`)).to.equal(true);
    const { data } = byName(registrations, `own:${secret}`).inputs as {
      readonly data: Readonly<Record<string, unknown>>;
    };
    // As the engine is told that a value is secret.
    expect(data).to.include({ [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig });
    expect(data["value"]).to.include({ user: Buffer.from("knative").toString("base64") });
  });
});

describe("graph: objects of Kafka", () => {
  const kafka = {
    bootstrapServers: ["kafka.example.com:9092"],
    security: { sasl: { user: "shop", password: pulumi.output("hunter2") } },
  };

  it("come after the Secret and the ConfigMap that they are told by, and go before them", async () => {
    const { registrations, result } = await record(
      () => {
        const broker = new Broker("main", { namespace: "shop", kafka });
        const sink = new KafkaSink("out", { namespace: "shop", topic: "audit", ...kafka });
        const source = new KafkaSource("in", {
          namespace: "shop",
          topics: ["orders"],
          sink: { broker: broker.brokerName },
          delivery: { deadLetterSink: { kafkaSink: sink.sinkName } },
          ...kafka,
        });
        const channel = new KafkaChannel("later", { namespace: "shop" });
        return { sink, source, channel };
      },
      {
        respond: (_type, _name, inputs) => ({
          ...inputs,
          status: { sinkUri: "http://main.example.com", address: { url: "http://x.example.com" } },
        }),
      },
    );
    const dependencies = (name: string) => byName(registrations, name).dependencies;
    const secret = (name: string) => `${name}:Secret/shop/${name}-kafka-security`;
    expect(dependencies("main:ConfigMap/shop/main-kafka")).to.include(secret("main"));
    expect(dependencies("main:Broker/shop/main")).to.have.members([
      secret("main"),
      "main:ConfigMap/shop/main-kafka",
    ]);
    expect(dependencies("out:KafkaSink/shop/out")).to.deep.equal([secret("out")]);
    expect(dependencies("in:KafkaSource/shop/in")).to.have.members([
      secret("in"),
      "main:Broker/shop/main",
      "out:KafkaSink/shop/out",
    ]);
    for (const name of ["main", "out", "in"]) {
      expect(byName(registrations, secret(name)).inputs["data"], name).to.have.property(
        pulumi.runtime.specialSigKey,
        pulumi.runtime.specialSecretSig,
      );
    }
    expect(await valueOf(result.sink.address)).to.equal("http://x.example.com");
    expect(await valueOf(result.channel.channelName)).to.equal("later");
    expect(await valueOf(result.source.sinkUri)).to.equal("http://main.example.com");
  });

  it("are made anew where Knative lets nobody change them, one after the other", async () => {
    const { registrations } = await record(() => {
      new KafkaSink("out", { topic: "audit", ...kafka });
      new KafkaSource("in", { topics: ["orders"], sink: { url: "http://example.com" }, ...kafka });
      new KafkaChannel("later");
    });
    for (const [name, fields] of [
      ["out:KafkaSink/default/out", ["spec.topic", "spec.numPartitions", "spec.replicationFactor"]],
      ["in:KafkaSource/default/in", ["spec.consumerGroup"]],
      [
        "later:KafkaChannel/default/later",
        ["spec.numPartitions", "spec.replicationFactor", "spec.retentionDuration"],
      ],
    ] as const) {
      const { replaceOnChanges, deleteBeforeReplace } = byName(registrations, name);
      expect([replaceOnChanges, deleteBeforeReplace], name).to.deep.equal([fields, true]);
    }
  });
});

describe("graph: Kafka in a platform", () => {
  it("comes up from sinks over brokers to sources, by the address that is said once", async function () {
    const mirror = kafkaMirror(needReleases(this), "1.22");
    try {
      const access = { bootstrapServers: ["kafka.example.com:9092"], security: { tls: { caCert: pem } } };
      const parts = { broker: true, source: true, sink: true };
      const checksums = Object.fromEntries(
        Object.entries(mirror.checksums).filter(([name]) => !name.includes("channel")),
      );
      const { registrations } = await record(
        () =>
          new Platform(
            "p",
            {
              serving: { release: "1.22", source: { mirror: mirror.directory }, domain: "example.com" },
              eventing: {
                migrationJobs: false,
                kafka: { ...access, ...parts, checksums },
                brokers: [{ name: "default", kafka: {} }],
                triggers: [{ name: "all", subscriber: { kafkaSink: "archive" } }],
                sources: {
                  kafka: [{ name: "in", topics: ["a"], sink: { broker: "default" }, security: sasl }],
                },
                sinks: { kafka: [{ name: "archive", topic: "b" }] },
              },
            },
            { providers: { kubernetes: new k8s.Provider("given", { kubeconfig: "{}" }) } },
          ),
        { preview: true },
      );
      const needs = (name: string) => allDependencies(registrations, name);
      const [sink, broker, trigger, source] = [
        "archive:KafkaSink/default/archive",
        "default:Broker/default/default",
        "all:Trigger/default/all",
        "in:KafkaSource/default/in",
      ] as const;
      const dispatcher = "p:StatefulSet/knative-eventing/kafka-source-dispatcher";
      expect(
        [dispatcher, "default:ConfigMap/default/default-kafka"].filter((each) => !needs(broker).has(each)),
      ).to.deep.equal([]);
      expect([broker, sink].filter((each) => !needs(trigger).has(each))).to.deep.equal([]);
      expect(
        [broker, trigger, "in:Secret/default/in-kafka-security"].filter((each) => !needs(source).has(each)),
      ).to.deep.equal([]);
      expect(byName(registrations, sink).inputs).to.have.deep.nested.property(
        "spec.bootstrapServers",
        access.bootstrapServers,
      );
      expect(byName(registrations, sink).inputs).to.have.nested.property(
        "spec.auth.secret.ref.name",
        "archive-kafka-security",
      );
      expect(byName(registrations, source).inputs).to.have.nested.property("spec.net.sasl.enable", true);
    } finally {
      mirror.remove();
    }
  });
});
