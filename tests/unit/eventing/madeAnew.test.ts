import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { renderBroker } from "../../../provider/src/eventing/broker.render";
import { renderChannel } from "../../../provider/src/eventing/channel.render";
import { renderKafkaChannel } from "../../../provider/src/eventing/kafka/kafkaChannel.render";
import { renderKafkaSink } from "../../../provider/src/eventing/kafka/kafkaSink.render";
import { renderKafkaSource } from "../../../provider/src/eventing/kafka/kafkaSource.render";
import { Loss, madeAnew } from "../../../provider/src/eventing/madeAnew";
import { renderParallel } from "../../../provider/src/eventing/parallel.render";
import { renderSequence } from "../../../provider/src/eventing/sequence.render";
import { renderSubscription } from "../../../provider/src/eventing/subscription.render";
import { renderTrigger } from "../../../provider/src/eventing/trigger.render";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { valueOf } from "../../support/recorder";

const annotation = "knative.pulumi.com/made-anew";
const said = ({ metadata }: Manifest) => metadata.annotations?.[annotation];
const subscriber = { service: "orders" };

describe("eventing: what is made anew", () => {
  it("says what can't be changed, and what becomes of events", () => {
    const lost = "made anew where this changes: events not yet handed on are lost";
    const missed = "made anew where this changes: events that come in between pass it by";
    expect(said(renderBroker("main", {}))).to.equal(`class "MTChannelBasedBroker"; ${lost}`);
    expect(said(renderBroker("main", { configMap: { name: "wide" } }))).to.equal(
      `class "MTChannelBasedBroker", config {"name":"wide","namespace":"default"}; ${lost}`,
    );
    expect(said(renderTrigger("all", { subscriber }))).to.equal(`broker "default"; ${missed}`);
    expect(said(renderSubscription("paid", { channel: "paid", subscriber }))).to.equal(
      `channel {"apiVersion":"messaging.knative.dev/v1","kind":"Channel","name":"paid"}; ${missed}`,
    );
    const channelTemplate = { kind: "InMemoryChannel" };
    const template = '{"apiVersion":"messaging.knative.dev/v1","kind":"InMemoryChannel"}';
    for (const object of [
      renderChannel("paid", { channelTemplate }),
      renderSequence("steps", { steps: [{ subscriber }], channelTemplate }),
      renderParallel("both", { branches: [{ subscriber }], channelTemplate }),
    ]) {
      expect(said(object), object.kind).to.equal(`channelTemplate ${template}; ${lost}`);
    }
    expect(said(renderChannel("paid", { delivery: { retry: 1 } }))).to.match(/^delivery \{"retry":1/);
  });

  it("says of Kafka's objects what becomes of topics and places in them", () => {
    const access = { bootstrapServers: ["kafka.example.com:9092"] };
    expect(said(renderKafkaChannel("later", {}))).to.match(
      /^partitions 1, replicationFactor 1, retentionDuration "PT168H"; .*not yet handed on are lost$/,
    );
    expect(said(renderKafkaSink("out", { ...access, topic: "audit" }))).to.match(
      /^topic "audit"; .*: the topic stays with its records$/,
    );
    const own = { ...access, topic: "audit", partitions: 3, replicationFactor: 1 };
    expect(said(renderKafkaSink("out", own))).to.match(/the topic goes with all its records/);
    expect(said(renderKafkaSource("in", { ...access, topics: ["a"], sink: { url: "http://a.b" } }))).to.match(
      /^consumerGroup "knative-source-default-in"; .*begins where it stands/,
    );
  });

  it("says nothing of what is left to Knative", () => {
    expect(madeAnew({ channelTemplate: undefined }, Loss.Kept)).to.deep.equal({});
    expect(said(renderChannel("paid", {}))).to.equal(undefined);
  });

  it("waits for what is known later", async () => {
    const later = said(renderTrigger("all", { broker: pulumi.output("shop"), subscriber }));
    expect(await valueOf(later as unknown as pulumi.Output<string>)).to.match(/^broker "shop"; /);
    const nested = madeAnew({ config: { name: pulumi.output("wide") } }, Loss.Kept)[annotation];
    expect(await valueOf(nested as unknown as pulumi.Output<string>)).to.match(/^config \{"name":"wide"\}; /);
  });
});
