import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { eventingArgs, withDefaultClass } from "../../../provider/src/platform/eventing.plan";

const image = "registry.example.com/app:1";
const flow: PlatformArgs = {
  services: [
    { name: "orders", image },
    { name: "lost", namespace: "ops", image },
  ],
  eventing: {
    brokers: [{ name: "default" }, { name: "hub", namespace: "ops" }],
    triggers: [
      {
        name: "orders",
        subscriber: { service: "orders" },
        delivery: { retry: 3, deadLetterSink: { service: "lost", namespace: "ops" } },
      },
    ],
    sources: { pings: [{ name: "tick", sink: { broker: "default" } }] },
  },
};
const problems = (eventing: PlatformArgs["eventing"], rest: PlatformArgs = {}) =>
  checkPlatform({ ...flow, ...rest, eventing }, true);
const lines = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, code }) => `${path} ${code}`);

describe("platform: what events flow through", () => {
  it("is taken where everything leads somewhere", () => {
    expect(checkPlatform(flow, true)).to.deep.equal([]);
    expect(checkPlatform({ eventing: {} }, true)).to.deep.equal([]);
  });

  it("leads to services and brokers of the platform, or to others by reference (KN9002)", () => {
    const found = problems({
      brokers: [{ name: "default", delivery: { retry: 1, deadLetterSink: { service: "lost" } } }],
      triggers: [
        { name: "a", subscriber: { service: "order" } },
        { name: "b", broker: "defualt", subscriber: { broker: "hub", namespace: "ops" } },
        { name: "c", namespace: "ops", subscriber: { service: "lost" } },
        { name: "d", subscriber: { ref: { apiVersion: "v1", kind: "Service", name: "elsewhere" } } },
      ],
      sources: { pings: [{ name: "tick", sink: { url: "http://example.com" } }] },
    });
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "eventing.triggers[1].broker KN9002",
      "eventing.triggers[2].broker KN9002",
      "eventing.brokers[0].delivery.deadLetterSink.service KN9002",
      "eventing.triggers[0].subscriber.service KN9002",
      "eventing.triggers[1].subscriber.broker KN9002",
    ]);
    expect(found.map(({ reason }) => /did you mean "([^"]*)"/.exec(reason)?.[1])).to.deep.equal([
      "default",
      undefined,
      undefined,
      "orders",
      undefined,
    ]);
  });

  it("has names, each once in its namespace (KN1005, KN1007)", () => {
    const subscriber = { service: "orders" };
    expect(
      lines({
        brokers: [{ name: "default" }, { name: "default" }, { name: "default", namespace: "ops" }, {}],
        triggers: [{ subscriber }, { name: "a", subscriber }, { name: "a", subscriber }],
      }),
    ).to.deep.equal([
      "eventing.brokers[1].name KN1007",
      "eventing.brokers[3].name KN1005",
      "eventing.triggers[0].name KN1005",
      "eventing.triggers[2].name KN1007",
    ]);
  });

  it("tells problems of parts by the paths of the whole", () => {
    expect(
      lines({
        replicas: 0,
        brokers: [{ name: "default", delivery: { timeout: "5s" } }],
        sources: { pings: [{ name: "tick", sink: { broker: "default" }, schedul: "@daily" } as never] },
      }),
    ).to.deep.equal([
      "eventing.replicas KN1004",
      "eventing.brokers[0].delivery.timeout KN9003",
      "eventing.sources.pings[0].schedul KN1001",
    ]);
    expect(
      lines({
        brokers: [{ name: "default" }],
        sources: { pings: [{ name: "tick", schedule: "@never", sink: { broker: "default" } }] },
      }),
    ).to.deep.equal(["eventing.sources.pings[0].schedule KN9006"]);
  });

  it("has the features on that it needs (KN9009)", () => {
    const brokers = [{ name: "default", delivery: { retry: 1, timeout: "PT1S", retryAfterMax: "PT9S" } }];
    expect(lines({ brokers })).to.deep.equal(["eventing.brokers[0].delivery.retryAfterMax KN9009"]);
    expect(
      lines({ brokers, features: { deliveryRetryafter: "Enabled", deliveryTimeout: "Disabled" } }),
    ).to.deep.equal(["eventing.brokers[0].delivery.timeout KN9009"]);
    expect(
      lines({ brokers, config: { "config-features": { "delivery-retryafter": "enabled" } } }),
    ).to.deep.equal([]);
  });

  it("has the parts of Eventing that it needs (KN9013)", () => {
    const brokers = [{ name: "default" }, { name: "big", brokerClass: "Kafka" }];
    expect(lines({ brokers, mtChannelBroker: false })).to.deep.equal(["eventing.brokers[0] KN9013"]);
    expect(
      lines({ brokers, mtChannelBroker: false, brokerDefaults: { brokerClass: "Kafka" } }),
    ).to.deep.equal([]);
  });

  it("is of Serving's minor (KN9001)", () => {
    expect(lines({ release: "1.22" }, { serving: { release: "1.21" } })).to.deep.equal([
      "eventing.release KN9001",
    ]);
    expect(lines({ release: "1.22" }, { serving: { release: "1.22.1" } })).to.deep.equal([]);
    expect(lines({}, { serving: { release: "1.21" } })).to.deep.equal([]);
  });
});

describe("platform: Eventing beside Serving", () => {
  it("takes over where files and images come from, and the minor", () => {
    const serving = {
      release: "1.21.3",
      source: { mirror: "/mirror" },
      images: {
        registry: "registry.example.com",
        overrides: { queue: "registry.example.com/queue:1" },
        credentials: { username: "me", password: "secret" },
      },
      terminationGracePeriodSeconds: 5,
      kubernetesMinVersionOverride: "1.30",
    };
    expect(eventingArgs({ brokers: [{ name: "default" }], replicas: 2 }, serving)).to.deep.equal({
      release: "1.21",
      source: { mirror: "/mirror" },
      images: {
        registry: "registry.example.com",
        credentials: { username: "me", password: "secret" },
      },
      terminationGracePeriodSeconds: 5,
      kubernetesMinVersionOverride: "1.30",
      replicas: 2,
    });
    expect(eventingArgs({ release: "1.22", images: {} }, serving)).to.deep.include({
      release: "1.22",
      images: {},
    });
  });

  it("gives brokers the class of their namespace", () => {
    const eventing = {
      brokerDefaults: { brokerClass: "Kafka", namespaces: { shop: { brokerClass: "Own" } } },
    };
    expect(withDefaultClass({ name: "a" }, eventing).brokerClass).to.equal("Kafka");
    expect(withDefaultClass({ name: "a", namespace: "shop" }, eventing).brokerClass).to.equal("Own");
    expect(withDefaultClass({ name: "a", brokerClass: "Mine" }, eventing).brokerClass).to.equal("Mine");
    expect(withDefaultClass({ name: "a" }, {}).brokerClass).to.equal("MTChannelBasedBroker");
  });
});
