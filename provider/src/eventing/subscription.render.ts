import { defined } from "../manifests/defined";
import type { Json, Manifest } from "../manifests/manifest";
import { renderDelivery } from "./delivery.render";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSink } from "./sink.render";
import type { SubscriptionArgs } from "./subscription.args";

/** Knative lets nobody change a subscription's channel (knative/eventing pkg/apis/messaging/v1/subscription_validation.go). */
export const subscriptionReplacedOn = ["spec.channel"] as const;

/** The Subscription that checked args describe. */
export function renderSubscription(resourceName: string, args: SubscriptionArgs): Manifest {
  const { namespace = defaultNamespace, subscriber, reply, delivery } = args;
  const channel = channelOf(args);
  return {
    apiVersion: "messaging.knative.dev/v1",
    kind: "Subscription",
    metadata: eventMetadata(resourceName, args, madeAnew({ channel }, Loss.Between)),
    spec: defined({
      channel,
      subscriber: renderSink(subscriber, namespace),
      reply: reply && renderSink(reply, namespace),
      delivery: renderDelivery(delivery, namespace),
    }),
  };
}

/** Without a namespace, which Knative's webhook refuses here. */
function channelOf({ channel, channelRef }: SubscriptionArgs): Json {
  return channelRef === undefined
    ? { apiVersion: "messaging.knative.dev/v1", kind: "Channel", name: channel }
    : { ...channelRef };
}
