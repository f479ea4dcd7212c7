import { z } from "zod";
import { checkWhole, leaf, under, type Problem } from "../problems";
import { checkOneOf } from "../service/oneOf.check";
import { checkDelivery, deliveryShape } from "./delivery.check";
import { eventObjectShape } from "./object.check";
import { checkSink, eventName, referenceShape, sinkShape } from "./sink.check";
import type { SubscriptionArgs } from "./subscription.args";

export const subscriptionShape = z.strictObject({
  ...eventObjectShape,
  channel: leaf(eventName).optional(),
  channelRef: referenceShape.optional(),
  subscriber: sinkShape,
  reply: sinkShape.optional(),
  delivery: deliveryShape.optional(),
}) satisfies z.ZodType<SubscriptionArgs>;

/** Everything that can be said of a subscription's inputs before anything is touched. */
export function checkSubscription(args: SubscriptionArgs): Problem[] {
  return checkWhole(subscriptionShape, args, (given) => [
    ...checkOneOf(given, ["channel", "channelRef"], ""),
    ...under("subscriber", checkSink(given.subscriber)),
    ...under("reply", checkSink(given.reply)),
    ...under("delivery", checkDelivery(given.delivery)),
  ]);
}
