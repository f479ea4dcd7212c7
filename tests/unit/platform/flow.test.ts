import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import * as fc from "fast-check";
import type { PlatformArgs } from "../../../provider/src";
import type { PlatformEventingArgs } from "../../../provider/src/platform/eventing.args";
import { idOf, inOrder, namedBy, needsOf, receiversOf } from "../../../provider/src/platform/flow";
import { checkPlatform } from "../../../provider/src/platform/platform.check";

const image = "registry.example.com/app:1";
const problems = (eventing: PlatformEventingArgs, rest: PlatformArgs = {}) =>
  checkPlatform({ services: [{ name: "orders", image }], ...rest, eventing }, true);
const lines = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, code }) => `${path} ${code}`);
const placed = (eventing: PlatformEventingArgs) =>
  inOrder(receiversOf(eventing)).map(({ part, after }) => [idOf(part), ...after]);

describe("platform: channels, sequences and parallels", () => {
  const whole: PlatformEventingArgs = {
    brokers: [{ name: "default", delivery: { deadLetterSink: { channel: "lost" } } }],
    channels: [{ name: "lost" }],
    sequences: [
      {
        name: "checked",
        steps: [{ subscriber: { service: "orders" } }, { subscriber: { parallel: "both" } }],
        reply: { broker: "default" },
      },
    ],
    parallels: [{ name: "both", branches: [{ subscriber: { service: "orders" } }] }],
    triggers: [{ name: "orders", subscriber: { sequence: "checked" } }],
    subscriptions: [{ name: "lost", channel: "lost", subscriber: { service: "orders" } }],
    sources: { pings: [{ name: "tick", sink: { sequence: "checked" } }] },
  };

  it("are taken where everything leads somewhere", () => {
    expect(problems(whole)).to.deep.equal([]);
  });

  it("lead to parts of the platform, each by its own kind (KN9002)", () => {
    const found = problems({
      channels: [{ name: "lost" }],
      sequences: [
        {
          name: "checked",
          steps: [{ subscriber: { sequence: "check" } }],
          reply: { parallel: "checked" },
        },
      ],
      parallels: [
        {
          name: "both",
          namespace: "shop",
          branches: [
            { filter: { service: "orders" }, subscriber: { channel: "lost", namespace: "default" } },
          ],
        },
      ],
      subscriptions: [
        { name: "a", channel: "last", subscriber: { parallel: "both", namespace: "shop" } },
        { name: "b", channel: output("lost"), subscriber: { channel: output("known later") } },
        {
          name: "c",
          channelRef: {
            apiVersion: "messaging.knative.dev/v1beta1",
            kind: "KafkaChannel",
            name: "elsewhere",
          },
          subscriber: { broker: "default" },
        },
      ],
    });
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "eventing.subscriptions[0].channel KN9002",
      "eventing.sequences[0].steps[0].subscriber.sequence KN9002",
      "eventing.sequences[0].reply.parallel KN9002",
      "eventing.parallels[0].branches[0].filter.service KN9002",
      "eventing.subscriptions[2].subscriber.broker KN9002",
    ]);
    expect(found.map(({ reason }) => /did you mean "([^"]*)"/.exec(reason)?.[1])).to.deep.equal([
      "lost",
      "checked",
      undefined,
      undefined,
      undefined,
    ]);
    expect(found[2]?.reason).to.contain("it has shop/both");
  });

  it("have names, each once in its namespace and kind (KN1005, KN1007)", () => {
    const subscriber = { service: "orders" };
    const branches = [{ subscriber }];
    expect(
      lines({
        channels: [{ name: "a" }, { name: "a" }, {}],
        sequences: [
          { name: "a", steps: [{ subscriber }] },
          { name: "a", steps: [{ subscriber }] },
        ],
        parallels: [{ name: "a", branches }, { branches }],
        subscriptions: [
          { name: "a", channel: "a", subscriber },
          { name: "a", channel: "a", subscriber },
        ],
      }),
    ).to.deep.equal([
      "eventing.channels[1].name KN1007",
      "eventing.channels[2].name KN1005",
      "eventing.sequences[1].name KN1007",
      "eventing.parallels[1].name KN1005",
      "eventing.subscriptions[1].name KN1007",
    ]);
  });

  it("have the features and parts of Eventing that their deliveries and channels need (KN9009, KN9013)", () => {
    const delivery = { retry: 1, retryAfterMax: "PT9S" };
    const subscriber = { service: "orders" };
    expect(
      lines({
        channels: [{ name: "a", delivery }],
        sequences: [{ name: "a", steps: [{ subscriber }, { subscriber, delivery }] }],
        parallels: [{ name: "a", branches: [{ subscriber, delivery }] }],
      }),
    ).to.deep.equal([
      "eventing.channels[0].delivery.retryAfterMax KN9009",
      "eventing.sequences[0].steps[1].delivery.retryAfterMax KN9009",
      "eventing.parallels[0].branches[0].delivery.retryAfterMax KN9009",
    ]);
    const steps = [{ subscriber }];
    expect(
      lines({
        inMemoryChannel: false,
        mtChannelBroker: false,
        channelDefaults: { namespaces: { shop: { kind: "KafkaChannel" } } },
        channels: [{ name: "a" }, { name: "a", namespace: "shop" }],
        sequences: [
          { name: "a", namespace: "shop", channelTemplate: { kind: "InMemoryChannel" }, steps: [] },
        ],
      }),
    ).to.deep.equal(["eventing.sequences[0].steps KN1004"]);
    expect(
      lines({
        inMemoryChannel: false,
        mtChannelBroker: false,
        channelDefaults: { namespaces: { shop: { kind: "KafkaChannel" } } },
        channels: [
          { name: "a" },
          { name: "a", namespace: "shop" },
          { name: "b", channelTemplate: { kind: "Own" } },
        ],
        sequences: [
          {
            name: "a",
            channelTemplate: { kind: "InMemoryChannel" },
            steps,
          },
        ],
      }),
    ).to.deep.equal(["eventing.channels[0] KN9013", "eventing.sequences[0] KN9013"]);
  });
});

describe("platform: the order of receivers", () => {
  it("is from the last to the first", () => {
    expect(
      placed({
        brokers: [{ name: "default", delivery: { deadLetterSink: { sequence: "last-try" } } }],
        sequences: [
          { name: "last-try", steps: [{ subscriber: { parallel: "both" } }] },
          { name: "apart", steps: [{ subscriber: { service: "orders" } }] },
        ],
        parallels: [{ name: "both", branches: [{ subscriber: { channel: "lost" } }] }],
        channels: [{ name: "lost" }],
      }),
    ).to.deep.equal([
      ["channel/lost"],
      ["sequence/apart"],
      ["parallel/both", "channel/lost"],
      ["sequence/last-try", "parallel/both"],
      ["broker/default", "sequence/last-try"],
    ]);
  });

  it("lets none of a circle wait for another, and what leads into it wait", () => {
    expect(
      placed({
        brokers: [
          { name: "first", delivery: { deadLetterSink: { broker: "a" } } },
          { name: "a", delivery: { deadLetterSink: { sequence: "again" } } },
        ],
        sequences: [{ name: "again", steps: [{ subscriber: { channel: "lost" } }], reply: { broker: "a" } }],
        channels: [{ name: "lost", delivery: { deadLetterSink: { channel: "lost" } } }],
      }),
    ).to.deep.equal([
      ["channel/lost"],
      ["broker/a"],
      ["sequence/again", "channel/lost"],
      ["broker/first", "broker/a"],
    ]);
  });

  it("has everything behind what it waits for, however they lead to each other", () => {
    const name = fc.integer({ min: 0, max: 5 }).map((number) => `s${number}`);
    const sequences = fc.uniqueArray(fc.record({ name, to: fc.array(name, { maxLength: 3 }) }), {
      selector: (each) => each.name,
    });
    fc.assert(
      fc.property(sequences, (given) => {
        const order = placed({
          sequences: given.map(({ name: own, to }) => ({
            name: own,
            steps: to.map((sequence) => ({ subscriber: { sequence } })),
          })),
        });
        expect(order).to.have.length(given.length);
        order.forEach(([, ...after], index) => {
          const before = order.slice(0, index).map(([id]) => id);
          expect(before).to.include.members(after);
        });
      }),
    );
  });
});

describe("platform: what a part needs", () => {
  it("is what it names by name, in its own namespace unless another is said", () => {
    const [part] = receiversOf({
      sequences: [
        {
          name: "checked",
          namespace: "shop",
          steps: [
            { subscriber: { service: "a" } },
            { subscriber: { broker: "b", namespace: "default" } },
            { subscriber: { service: "a" }, delivery: { deadLetterSink: { channel: "c" } } },
            { subscriber: { url: "http://example.com" } },
            { subscriber: { service: output("later") } },
          ],
        },
      ],
    });
    expect(part && needsOf(part)).to.deep.equal(["service/shop/a", "broker/b", "channel/shop/c"]);
    expect(namedBy({ ref: { apiVersion: "v1", kind: "Service", name: "a" } }, "shop")).to.equal(undefined);
  });
});
