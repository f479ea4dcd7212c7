import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Channel } from "../../provider/src/eventing/channel";
import type { ChannelArgs } from "../../provider/src/eventing/channel.args";
import type { DeliveryArgs } from "../../provider/src/eventing/delivery.args";
import { Parallel } from "../../provider/src/eventing/parallel";
import { Sequence } from "../../provider/src/eventing/sequence";
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
