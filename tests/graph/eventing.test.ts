import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { PlatformArgs } from "../../provider/src";
import { Broker } from "../../provider/src/eventing/broker";
import { Eventing } from "../../provider/src/eventing/eventing";
import { PingSource } from "../../provider/src/eventing/pingSource";
import { Trigger } from "../../provider/src/eventing/trigger";
import { Platform } from "../../provider/src/platform/platform";
import { allDependencies, byName } from "../support/registrations";
import { record, valueOf } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: eventing", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  it("registers every object under the component, phase after phase", async () => {
    const { registrations } = await record(
      () => new Eventing("own", { release: "1.22", source: { mirror } }),
    );
    const objects = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).to.be.greaterThan(100);
    for (const { name, parent } of objects) {
      expect([name, parent]).to.deep.equal([name, "own"]);
      expect(name).to.match(/^own:/);
    }
    const before = allDependencies(
      registrations,
      "own:MutatingWebhookConfiguration/webhook.eventing.knative.dev",
    );
    for (const name of [
      "Namespace/knative-eventing",
      "CustomResourceDefinition/brokers.eventing.knative.dev",
      "ConfigMap/knative-eventing/config-br-defaults",
      "Deployment/knative-eventing/eventing-webhook",
      "StatefulSet/knative-eventing/request-reply",
    ]) {
      expect(before.has(`own:${name}`), name).to.equal(true);
    }
  });

  it("marks its namespace, and leaves alone what its programs write", async () => {
    const { registrations } = await record(
      () => new Eventing("own", { release: "1.22", source: { mirror } }),
    );
    const { metadata } = byName(registrations, "own:Namespace/knative-eventing").inputs as {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    };
    expect(metadata.annotations["knative.pulumi.com/owner"]).to.equal("project/stack/own");
    const ignored = (name: string) => byName(registrations, `own:${name}`).ignoreChanges;
    expect(ignored("Deployment/knative-eventing/pingsource-mt-adapter")).to.deep.equal([
      "spec.replicas",
      "spec.template.spec.containers[0].env",
    ]);
    expect(ignored("CustomResourceDefinition/pingsources.sources.knative.dev")).to.include(
      "spec.conversion.webhook.clientConfig.caBundle",
    );
    expect(ignored("CustomResourceDefinition/brokers.eventing.knative.dev")).to.deep.equal([]);
  });

  it("stays in the cluster where that is asked for", async () => {
    const { registrations } = await record(
      () => new Eventing("own", { release: "1.22", source: { mirror }, retainOnDestroy: true }),
    );
    const objects = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.filter(({ retainOnDelete }) => !retainOnDelete)).to.deep.equal([]);
  });

  it("makes the Secret of a registry's credentials before any pod", async () => {
    const images = { registry: "registry.example.com", credentials: { username: "me", password: "secret" } };
    const { registrations } = await record(
      () => new Eventing("own", { release: "1.22", source: { mirror }, images }),
    );
    const secret = "own:Secret/knative-eventing/knative-registry-credentials";
    expect(byName(registrations, secret).type).to.equal("kubernetes:core/v1:Secret");
    expect(
      allDependencies(registrations, "own:Deployment/knative-eventing/eventing-controller").has(secret),
    ).to.equal(true);
  });
});

describe("graph: brokers, triggers and sources", () => {
  it("are one object each, made anew where Knative lets nobody change them", async () => {
    const { registrations, result } = await record(
      () => {
        const broker = new Broker("main", { namespace: "shop" });
        const trigger = new Trigger("orders", {
          namespace: "shop",
          broker: broker.brokerName,
          subscriber: { url: "http://example.com" },
        });
        const ping = new PingSource("tick", { namespace: "shop", sink: { broker: broker.brokerName } });
        return { broker, trigger, ping };
      },
      {
        respond: (type, _, inputs) => ({
          ...inputs,
          status: type.endsWith(":Broker")
            ? { address: { url: "http://broker-ingress/shop/main" } }
            : { subscriberUri: "http://example.com", sinkUri: "http://broker-ingress/shop/main" },
        }),
      },
    );
    const broker = byName(registrations, "main:Broker/shop/main");
    expect(broker.replaceOnChanges).to.deep.equal([
      'metadata.annotations["eventing.knative.dev/broker.class"]',
      "spec.config",
      'metadata.annotations["knative.pulumi.com/kafka-topic"]',
    ]);
    expect(broker.deleteBeforeReplace).to.equal(true);
    const trigger = byName(registrations, "orders:Trigger/shop/orders");
    expect(trigger.replaceOnChanges).to.deep.equal(["spec.broker"]);
    expect(trigger.deleteBeforeReplace).to.equal(true);
    // By the broker's name alone, without a word of dependsOn.
    expect(trigger.dependencies).to.deep.equal(["main:Broker/shop/main"]);
    expect(byName(registrations, "tick:PingSource/shop/tick").dependencies).to.deep.equal([
      "main:Broker/shop/main",
    ]);
    expect(await valueOf(result.broker.address)).to.equal("http://broker-ingress/shop/main");
    expect(await valueOf(result.trigger.subscriberUri)).to.equal("http://example.com");
    expect(await valueOf(result.trigger.deadLetterSinkUri)).to.equal("");
    expect(await valueOf(result.ping.sinkUri)).to.equal("http://broker-ingress/shop/main");
  });
});

describe("graph: eventing in a platform", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  const image = "registry.example.com/app:1";
  const args = (): PlatformArgs => ({
    serving: { release: "1.22", source: { mirror }, domain: "example.com" },
    services: [
      { name: "orders", image },
      { name: "lost", image },
      { name: "apart", image },
    ],
    eventing: {
      brokers: [{ name: "default", delivery: { retry: 1, deadLetterSink: { service: "lost" } } }],
      triggers: [{ name: "on-orders", subscriber: { service: "orders" } }],
      sources: { pings: [{ name: "tick", sink: { broker: "default" } }] },
    },
  });
  const platform = (changed: Partial<PlatformArgs> = {}) => {
    const kubernetes = new k8s.Provider("given", { kubeconfig: "{}" });
    return new Platform("p", { ...args(), ...changed }, { providers: { kubernetes } });
  };

  it("comes up from the receivers to the senders, so that it goes down the other way", async () => {
    const { registrations } = await record(() => platform(), { preview: true });
    const needs = (name: string) => allDependencies(registrations, name);
    const [broker, trigger, ping] = [
      "default:Broker/default/default",
      "on-orders:Trigger/default/on-orders",
      "tick:PingSource/default/tick",
    ] as const;
    const service = (name: string) => `${name}:Service/default/${name}`;
    const webhook = "p:MutatingWebhookConfiguration/webhook.eventing.knative.dev";
    expect([webhook, service("lost")].filter((name) => !needs(broker).has(name))).to.deep.equal([]);
    expect([broker, service("orders")].filter((name) => !needs(trigger).has(name))).to.deep.equal([]);
    expect([broker, trigger].filter((name) => !needs(ping).has(name))).to.deep.equal([]);
    expect(needs(ping).has(service("apart"))).to.equal(false);
    expect(needs(service("orders")).has(broker)).to.equal(false);
    // Neither of the two installations waits for the other.
    expect([...needs(webhook)].filter((name) => name.includes("knative-serving"))).to.deep.equal([]);
  });

  it("installs Eventing of Serving's minor from the same mirror, and only where it is asked for", async () => {
    const { result } = await record(() => platform(), { preview: true });
    expect(await valueOf(result.eventingRelease)).to.equal("1.22.2");
    expect(await valueOf(result.images)).to.satisfy((images: readonly string[]) =>
      ["cmd/activator@", "eventing/cmd/mtping@"].every((part) => images.some((each) => each.includes(part))),
    );
    const without = await record(() => platform({ eventing: undefined }), { preview: true });
    expect(without.registrations.filter(({ name }) => name.includes("knative-eventing"))).to.deep.equal([]);
    const { brokers, channels, sequences, parallels, triggers, subscriptions } = without.result;
    for (const none of [brokers, channels, sequences, parallels, triggers, subscriptions]) {
      expect(await valueOf(none)).to.deep.equal({});
    }
  });

  it("brings up what events flow through from the last to the first", async () => {
    const eventing: PlatformArgs["eventing"] = {
      brokers: [{ name: "default", delivery: { retry: 1, deadLetterSink: { sequence: "again" } } }],
      channels: [{ name: "lost", namespace: "shop" }],
      sequences: [
        {
          name: "again",
          steps: [{ subscriber: { service: "orders" } }],
          reply: { channel: "lost", namespace: "shop" },
        },
      ],
      parallels: [{ name: "both", branches: [{ subscriber: { broker: "default" } }] }],
      triggers: [{ name: "on-orders", subscriber: { parallel: "both" } }],
      subscriptions: [
        {
          name: "on-lost",
          namespace: "shop",
          channel: "lost",
          subscriber: { service: "lost", namespace: "default" },
        },
      ],
      sources: {
        pings: [{ name: "tick", sink: { parallel: "both" } }],
        apiServers: [
          {
            name: "watch",
            resources: [{ apiVersion: "v1", kind: "Event" }],
            sink: { channel: "lost", namespace: "shop" },
          },
        ],
        containers: [{ name: "poller", image, sink: { sequence: "again" } }],
        sinkBindings: [
          {
            name: "bound",
            subject: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "apart" },
            sink: { broker: "default" },
          },
        ],
      },
    };
    const { registrations } = await record(() => platform({ eventing }), { preview: true });
    const inOrder = [
      "orders:Service/default/orders",
      "again:Sequence/default/again",
      "default:Broker/default/default",
      "both:Parallel/default/both",
      "on-orders:Trigger/default/on-orders",
      "tick:PingSource/default/tick",
    ];
    inOrder.slice(1).forEach((name, index) => {
      expect(allDependencies(registrations, name).has(inOrder[index] ?? ""), name).to.equal(true);
    });
    const [channel, subscription] = [
      "shop/lost:Channel/shop/lost",
      "shop/on-lost:Subscription/shop/on-lost",
    ] as const;
    expect(allDependencies(registrations, "again:Sequence/default/again").has(channel)).to.equal(true);
    expect(
      [channel, "lost:Service/default/lost"].filter(
        (name) => !allDependencies(registrations, subscription).has(name),
      ),
    ).to.deep.equal([]);
    for (const source of [
      "tick:PingSource/default/tick",
      "watch:ApiServerSource/default/watch",
      "poller:ContainerSource/default/poller",
      "bound:SinkBinding/default/bound",
    ]) {
      const needs = allDependencies(registrations, source);
      expect(
        ["on-orders:Trigger/default/on-orders", subscription].filter((name) => !needs.has(name)),
      ).to.deep.equal([]);
    }
    // Its pods are those that the binding is about.
    expect(
      allDependencies(registrations, "bound:SinkBinding/default/bound").has("apart:Service/default/apart"),
    ).to.equal(true);
  });
});
