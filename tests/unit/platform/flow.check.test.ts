import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src";
import type { PlatformEventingArgs } from "../../../provider/src/platform/eventing.args";
import { checkPlatform } from "../../../provider/src/platform/platform.check";

const image = "registry.example.com/app:1";
const problems = (eventing: PlatformEventingArgs, rest: PlatformArgs = {}) =>
  checkPlatform({ services: [{ name: "orders", image }], ...rest, eventing }, true);
const lines = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, code }) => `${path} ${code}`);

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

describe("platform: sources", () => {
  const resources = [{ apiVersion: "v1", kind: "Event" }];
  const subject = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };

  it("are checked each as its own kind, with what they lead to and what they need (KN9002, KN9009)", () => {
    const sink = { broker: "default" };
    const brokers = [{ name: "default" }];
    const sources: PlatformEventingArgs["sources"] = {
      apiServers: [{ name: "a", resources, sink }],
      containers: [{ name: "a", image, sink }],
      sinkBindings: [{ name: "a", subject, sink }],
    };
    expect(lines({ brokers, sources })).to.deep.equal([]);
    const filtered = { apiServers: [{ name: "a", resources, filters: [{ exact: { type: "a" } }], sink }] };
    expect(lines({ brokers, sources: filtered })).to.deep.equal([
      "eventing.sources.apiServers[0].filters KN9009",
    ]);
    expect(
      lines({ brokers, sources: filtered, features: { newApiserversourceFilters: "Enabled" } }),
    ).to.deep.equal([]);
    expect(
      lines({
        sources: {
          apiServers: [{ name: "a", resources: [{ apiVersion: "v1", kind: "Gateway" }], sink }],
          containers: [
            { name: "a", image, env: { K_SINK: "a" }, sink: { channel: "b" } },
            { image, sink },
          ],
          sinkBindings: [{ name: "a", subject: { ...subject, kind: "Pod", apiVersion: "v1" }, sink }],
        },
      }),
    ).to.deep.equal([
      "eventing.sources.apiServers[0].resources[0].kind KN9015",
      "eventing.sources.containers[0].env.K_SINK KN4008",
      "eventing.sources.containers[1].name KN1005",
      "eventing.sources.sinkBindings[0].subject.kind KN9016",
      "eventing.sources.apiServers[0].sink.broker KN9002",
      "eventing.sources.containers[0].sink.channel KN9002",
      "eventing.sources.containers[1].sink.broker KN9002",
      "eventing.sources.sinkBindings[0].sink.broker KN9002",
    ]);
  });
});
