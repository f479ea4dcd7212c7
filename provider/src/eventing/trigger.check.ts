import { z } from "zod";
import { checkWhole, leaf, under, type Problem } from "../problems";
import { checkDelivery, deliveryShape } from "./delivery.check";
import { checkAttributes, checkFilter, filterShape } from "./filters.check";
import { eventObjectShape } from "./object.check";
import { checkSink, eventName, sinkShape } from "./sink.check";
import type { TriggerArgs } from "./trigger.args";

export const triggerShape = z.strictObject({
  ...eventObjectShape,
  broker: leaf(eventName).optional(),
  filter: z.record(z.string(), z.string()).optional(),
  filters: z.array(filterShape).optional(),
  subscriber: sinkShape,
  delivery: deliveryShape.optional(),
}) satisfies z.ZodType<TriggerArgs>;

/** Everything that can be said of a trigger's inputs before anything is touched. */
export function checkTrigger(args: TriggerArgs): Problem[] {
  return checkWhole(triggerShape, args, ({ filter, filters = [], subscriber, delivery }) => [
    ...(filter !== undefined && filters.length > 0
      ? [
          {
            path: "filter",
            code: "KN1008" as const,
            reason: "excludes filters, for Knative would pass it over; say it there by exact",
          },
        ]
      : []),
    ...under("filter", checkAttributes(filter)),
    ...filters.flatMap((each, index) => under(`filters[${index}]`, checkFilter(each))),
    ...under("subscriber", checkSink(subscriber)),
    ...under("delivery", checkDelivery(delivery)),
  ]);
}
