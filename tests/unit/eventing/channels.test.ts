import { expect } from "chai";
import type { ChannelArgs } from "../../../provider/src/eventing/channel.args";
import { checkChannel } from "../../../provider/src/eventing/channel.check";
import { renderChannel } from "../../../provider/src/eventing/channel.render";
import type { ParallelArgs } from "../../../provider/src/eventing/parallel.args";
import { checkParallel } from "../../../provider/src/eventing/parallel.check";
import { renderParallel } from "../../../provider/src/eventing/parallel.render";
import type { SequenceArgs } from "../../../provider/src/eventing/sequence.args";
import { checkSequence } from "../../../provider/src/eventing/sequence.check";
import { renderSequence } from "../../../provider/src/eventing/sequence.render";
import type { SubscriptionArgs } from "../../../provider/src/eventing/subscription.args";
import { checkSubscription } from "../../../provider/src/eventing/subscription.check";
import { renderSubscription } from "../../../provider/src/eventing/subscription.render";
import type { Problem } from "../../../provider/src/problems";
import { eventingReleases } from "../../../provider/src/release/catalog";
import { loadProduct } from "../../../provider/src/release/loadProduct";
import { definitionsIn, misfits, type Definitions } from "../../support/crds";
import { needReleases } from "../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const service = (name: string, namespace = "default") => ({
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace },
});
const delivery: ChannelArgs["delivery"] = {
  retry: 3,
  backoffDelay: "PT0.5S",
  deadLetterSink: { service: "lost" },
};
const renderedDelivery = {
  retry: 3,
  backoffPolicy: "exponential",
  backoffDelay: "PT0.5S",
  deadLetterSink: service("lost", "shop"),
};
const kafka = { kind: "KafkaChannel", spec: { numPartitions: 3 } };
const renderedKafka = {
  apiVersion: "messaging.knative.dev/v1",
  kind: "KafkaChannel",
  spec: { numPartitions: 3 },
};

const channel: ChannelArgs = { namespace: "shop", channelTemplate: kafka, delivery };
const subscription: SubscriptionArgs = {
  namespace: "shop",
  channel: "orders",
  subscriber: { service: "invoices" },
  reply: { broker: "default" },
  delivery,
};
const sequence: SequenceArgs = {
  namespace: "shop",
  steps: [
    { subscriber: { service: "validate", path: "/in" }, delivery },
    { subscriber: { url: "http://enrich" } },
  ],
  reply: { channel: "orders" },
  channelTemplate: kafka,
};
const parallel: ParallelArgs = {
  namespace: "shop",
  branches: [
    { filter: { service: "is-large" }, subscriber: { service: "audit" }, delivery },
    { subscriber: { sequence: "checked" }, reply: { parallel: "others" } },
  ],
  reply: { broker: "default" },
};

describe("eventing: channels", () => {
  it("are what is asked for, or left to Eventing's defaults", () => {
    const { spec, metadata, ...rest } = renderChannel("orders", channel);
    expect(rest).to.deep.equal({ apiVersion: "messaging.knative.dev/v1", kind: "Channel" });
    expect([metadata.namespace, metadata.name]).to.deep.equal(["shop", "orders"]);
    expect(spec).to.deep.equal({ channelTemplate: renderedKafka, delivery: renderedDelivery });
    expect(renderChannel("orders", {})).not.to.have.property("spec");
  });

  it("refuse what can't be (KN4001, KN1006, KN9012)", () => {
    expect(checkChannel(channel)).to.deep.equal([]);
    expect(checkChannel()).to.deep.equal([]);
    expect(
      lines(
        checkChannel({
          name: "2.orders",
          channelTemplate: { kind: "inMemoryChannel", apiVersion: "v1" },
          delivery: { backoffDelay: "PT1S" },
        }),
      ),
    ).to.deep.equal([
      "name KN4001",
      "channelTemplate.apiVersion KN1006",
      "channelTemplate.kind KN1006",
      "delivery.backoffDelay KN9012",
    ]);
  });
});

describe("eventing: subscriptions", () => {
  it("name their channel without its namespace, which Knative refuses", () => {
    expect(renderSubscription("invoices", subscription).spec).to.deep.equal({
      channel: { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "orders" },
      subscriber: service("invoices", "shop"),
      reply: {
        ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "default", namespace: "shop" },
      },
      delivery: renderedDelivery,
    });
    const channelRef = {
      apiVersion: "messaging.knative.dev/v1beta1",
      kind: "KafkaChannel",
      name: "elsewhere",
    };
    expect(renderSubscription("plain", { channelRef, subscriber: { service: "a" } }).spec).to.deep.equal({
      channel: channelRef,
      subscriber: service("a"),
    });
  });

  it("say of a KafkaChannel only what there is, and what can be (KN1001, KN1002, KN1003)", () => {
    const template = (spec: Record<string, unknown>) => ({ kind: "KafkaChannel", spec });
    const wrong = template({
      partitions: 3,
      numPartitions: "3",
      replicationFactor: 0,
      retentionDuration: "7d",
    });
    const subscriber = { service: "a" };
    const found = checkChannel({ channelTemplate: wrong });
    expect(found.map(({ path }) => path).toSorted()).to.deep.equal([
      "channelTemplate.spec.numPartitions",
      "channelTemplate.spec.partitions",
      "channelTemplate.spec.replicationFactor",
      "channelTemplate.spec.retentionDuration",
    ]);
    const paths = (problems: readonly Problem[]) => problems.map(({ path }) => path);
    const one = template({ replicationFactor: 0 });
    const at = "channelTemplate.spec.replicationFactor";
    expect(paths(checkSequence({ channelTemplate: one, steps: [{ subscriber }] }))).to.deep.equal([at]);
    expect(paths(checkParallel({ channelTemplate: one, branches: [{ subscriber }] }))).to.deep.equal([at]);
    const right = template({ numPartitions: 3, replicationFactor: 1, retentionDuration: "P1D" });
    expect(checkChannel({ channelTemplate: right })).to.deep.equal([]);
    // Of other kinds it isn't known what they take.
    expect(checkChannel({ channelTemplate: { ...wrong, kind: "Own" } })).to.deep.equal([]);
  });

  it("have exactly one channel, and sinks that are one thing (KN1005, KN1008)", () => {
    const subscriber = { service: "a" };
    const channelRef = { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel", name: "b" };
    expect(checkSubscription(subscription)).to.deep.equal([]);
    expect(checkSubscription({ channelRef, subscriber })).to.deep.equal([]);
    expect(lines(checkSubscription({ subscriber }))).to.deep.equal([" KN1005"]);
    expect(lines(checkSubscription({ channel: "a", channelRef, subscriber }))).to.deep.equal([" KN1008"]);
    expect(
      lines(checkSubscription({ channel: "a", subscriber: {}, reply: { service: "a", sequence: "b" } })),
    ).to.deep.equal(["subscriber KN1005", "reply KN1008"]);
    expect(lines(checkSubscription({ channel: "a" } as unknown as SubscriptionArgs))).to.deep.equal([
      "subscriber KN1005",
    ]);
  });
});

describe("eventing: sequences", () => {
  it("have a delivery beside each step's sink", () => {
    expect(renderSequence("checked", sequence).spec).to.deep.equal({
      steps: [
        { ...service("validate", "shop"), uri: "/in", delivery: renderedDelivery },
        { uri: "http://enrich" },
      ],
      reply: {
        ref: { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "orders", namespace: "shop" },
      },
      channelTemplate: renderedKafka,
    });
  });

  it("have steps, each with one subscriber (KN1004, KN1005, KN1008, KN9003)", () => {
    expect(checkSequence(sequence)).to.deep.equal([]);
    expect(lines(checkSequence({ steps: [] }))).to.deep.equal(["steps KN1004"]);
    expect(lines(checkSequence({} as unknown as SequenceArgs))).to.deep.equal(["steps KN1005"]);
    expect(
      lines(
        checkSequence({
          steps: [{ subscriber: { service: "a" } }, { subscriber: {}, delivery: { backoffDelay: "PT1S" } }],
          reply: { service: "a", broker: "b" },
        }),
      ),
    ).to.deep.equal(["steps[1].subscriber KN1005", "steps[1].delivery.backoffDelay KN9012", "reply KN1008"]);
    expect(
      lines(checkSequence({ steps: [{ subscriber: { service: "a" }, delivery: { timeout: "1s" } }] })),
    ).to.deep.equal(["steps[0].delivery.timeout KN9003"]);
  });
});

describe("eventing: parallels", () => {
  it("say of each branch what they are told", () => {
    const flow = (kind: string, name: string) => ({
      ref: { apiVersion: "flows.knative.dev/v1", kind, name, namespace: "shop" },
    });
    expect(renderParallel("orders", parallel).spec).to.deep.equal({
      branches: [
        {
          filter: service("is-large", "shop"),
          subscriber: service("audit", "shop"),
          delivery: renderedDelivery,
        },
        { subscriber: flow("Sequence", "checked"), reply: flow("Parallel", "others") },
      ],
      reply: {
        ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "default", namespace: "shop" },
      },
    });
  });

  it("have branches, each with one subscriber (KN1004, KN1005, KN1008)", () => {
    expect(checkParallel(parallel)).to.deep.equal([]);
    expect(lines(checkParallel({ ...parallel, name: "Orders" }))).to.deep.equal(["name KN4001"]);
    expect(lines(checkParallel({ branches: [] }))).to.deep.equal(["branches KN1004"]);
    expect(
      lines(
        checkParallel({
          branches: [{ filter: {}, subscriber: { url: "http://a", path: "/b" }, reply: {} }],
          reply: { service: "a", channel: "b" },
        }),
      ),
    ).to.deep.equal([
      "branches[0].filter KN1005",
      "branches[0].subscriber.path KN1008",
      "branches[0].reply KN1005",
      "reply KN1008",
    ]);
  });
});

for (const { minor, files } of eventingReleases()) {
  describe(`eventing: channels and flows by the definitions of ${minor}`, () => {
    let definitions: Definitions;

    before(function () {
      const { manifests, problems } = loadProduct([files.crds], { mirror: needReleases(this) });
      expect(problems).to.deep.equal([]);
      definitions = definitionsIn(manifests);
    });

    it("fit them", () => {
      const objects = [
        renderChannel("orders", channel),
        renderSubscription("invoices", subscription),
        renderSequence("checked", sequence),
        renderParallel("orders", parallel),
      ];
      expect(objects.flatMap((object) => misfits(definitions, object))).to.deep.equal([]);
    });

    it("would be found out if they didn't", () => {
      const object = renderSequence("checked", sequence);
      expect(misfits(definitions, { ...object, spec: { steps: [{ subscriber: {} }] } })).not.to.deep.equal(
        [],
      );
    });
  });
}
