import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ApiServerSource } from "../../provider/src/eventing/apiServerSource";
import { Channel } from "../../provider/src/eventing/channel";
import type { ChannelArgs } from "../../provider/src/eventing/channel.args";
import { ContainerSource } from "../../provider/src/eventing/containerSource";
import type { DeliveryArgs } from "../../provider/src/eventing/delivery.args";
import { Parallel } from "../../provider/src/eventing/parallel";
import { Sequence } from "../../provider/src/eventing/sequence";
import { SinkBinding } from "../../provider/src/eventing/sinkBinding";
import { Subscription } from "../../provider/src/eventing/subscription";

export const delivery: DeliveryArgs = {
  retry: 3,
  backoffDelay: "PT0.5S",
  timeout: "PT10S",
  deadLetterSink: { url: "http://lost.example.com" },
};

/** The same as the API server keeps it. */
export const keptDelivery = {
  retry: 3,
  backoffPolicy: "exponential",
  backoffDelay: "PT0.5S",
  timeout: "PT10S",
  deadLetterSink: { uri: "http://lost.example.com" },
};

/** One of each, each leading to another. */
export function channelsAndFlows(
  namespace: string,
  changed: ChannelArgs | undefined,
  options: pulumi.ComponentResourceOptions,
) {
  const channel = new Channel("lost", { namespace, delivery, ...changed }, options);
  const subscription = new Subscription(
    "on-lost",
    { namespace, channel: channel.channelName, subscriber: { service: "receiver" }, delivery },
    options,
  );
  const sequence = new Sequence(
    "checked",
    {
      namespace,
      steps: [
        { subscriber: { service: "receiver", path: "/check" }, delivery },
        { subscriber: { url: "http://enrich.example.com" } },
      ],
      reply: { channel: channel.channelName },
      channelTemplate: { kind: "InMemoryChannel" },
    },
    options,
  );
  const parallel = new Parallel(
    "both",
    {
      namespace,
      branches: [
        {
          filter: { service: "receiver" },
          subscriber: { sequence: sequence.sequenceName },
          reply: { url: "http://here.example.com" },
          delivery,
        },
        { subscriber: { service: "receiver" } },
      ],
      channelTemplate: { kind: "InMemoryChannel" },
    },
    options,
  );
  return { channel, subscription, sequence, parallel };
}

/** What was sent must be what is there: the API server drops fields that a definition doesn't have. */
export async function expectFlowsKept(
  namespace: string,
  spec: (group: string, plural: string, name: string) => Promise<unknown>,
): Promise<void> {
  const receiver = {
    ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "receiver", namespace },
  };
  const channel = { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: "lost" };
  const channelTemplate = { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" };
  expect(await spec("messaging.knative.dev", "channels", "lost")).to.deep.equal({ delivery: keptDelivery });
  expect(await spec("messaging.knative.dev", "subscriptions", "on-lost")).to.deep.equal({
    channel,
    subscriber: receiver,
    delivery: keptDelivery,
  });
  expect(await spec("flows.knative.dev", "sequences", "checked")).to.deep.equal({
    steps: [{ ...receiver, uri: "/check", delivery: keptDelivery }, { uri: "http://enrich.example.com" }],
    reply: { ref: { ...channel, namespace } },
    channelTemplate,
  });
  const sequence = { apiVersion: "flows.knative.dev/v1", kind: "Sequence", name: "checked", namespace };
  expect(await spec("flows.knative.dev", "parallels", "both")).to.deep.equal({
    branches: [
      {
        filter: receiver,
        subscriber: { ref: sequence },
        reply: { uri: "http://here.example.com" },
        delivery: keptDelivery,
      },
      { subscriber: receiver },
    ],
    channelTemplate,
  });
}

/** Sources of all kinds but by schedule. */
export function furtherSources(namespace: string, options: pulumi.ComponentResourceOptions): void {
  const sink = { url: "http://in.example.com" };
  new ApiServerSource(
    "watch",
    {
      namespace,
      resources: [
        { apiVersion: "v1", kind: "Event" },
        { apiVersion: "v1", kind: "Node", selector: { matchLabels: { a: "b" } } },
      ],
      namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
      owner: { apiVersion: "apps/v1", kind: "ReplicaSet" },
      filters: [{ exact: { type: "a" } }],
      sink,
    },
    options,
  );
  new ContainerSource(
    "poller",
    {
      namespace,
      image: "registry.example.com/poller:1",
      args: ["--every=1m"],
      env: { KEY: "a" },
      podLabels: { team: "a" },
      sink,
      extensions: { tenant: "a" },
    },
    options,
  );
  const subject = { apiVersion: "apps/v1", kind: "Deployment", selector: { matchLabels: { team: "a" } } };
  new SinkBinding("bound", { namespace, subject, sink }, options);
}

/** The same: nothing of it dropped. */
export async function expectSourcesKept(
  namespace: string,
  spec: (group: string, plural: string, name: string) => Promise<unknown>,
): Promise<void> {
  const group = "sources.knative.dev";
  const sink = { uri: "http://in.example.com" };
  expect(await spec(group, "apiserversources", "watch")).to.deep.equal({
    serviceAccountName: "apiserversource-watch",
    mode: "Reference",
    resources: [
      { apiVersion: "v1", kind: "Event" },
      { apiVersion: "v1", kind: "Node", selector: { matchLabels: { a: "b" } } },
    ],
    namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
    owner: { apiVersion: "apps/v1", kind: "ReplicaSet" },
    filters: [{ exact: { type: "a" } }],
    sink,
  });
  const container = {
    name: "source",
    image: "registry.example.com/poller:1",
    args: ["--every=1m"],
    env: [{ name: "KEY", value: "a" }],
  };
  expect(await spec(group, "containersources", "poller")).to.deep.equal({
    template: { metadata: { labels: { team: "a" } }, spec: { containers: [container] } },
    sink,
    ceOverrides: { extensions: { tenant: "a" } },
  });
  expect(await spec(group, "sinkbindings", "bound")).to.deep.equal({
    subject: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace,
      selector: { matchLabels: { team: "a" } },
    },
    sink,
  });
}
