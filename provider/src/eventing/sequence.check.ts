import { z } from "zod";
import { checkWhole, dnsLabel, under, type Problem } from "../problems";
import { checkDelivery, deliveryShape } from "./delivery.check";
import { eventObjectShape } from "./object.check";
import type { SequenceArgs } from "./sequence.args";
import { channelTemplateShape, checkChannelTemplate } from "./settings/defaults.check";
import { checkSink, sinkShape } from "./sink.check";

export const sequenceShape = z.strictObject({
  ...eventObjectShape,
  // Kubernetes Services are named after it.
  name: dnsLabel.optional(),
  steps: z.array(z.strictObject({ subscriber: sinkShape, delivery: deliveryShape.optional() })).min(1),
  reply: sinkShape.optional(),
  channelTemplate: channelTemplateShape.optional(),
}) satisfies z.ZodType<SequenceArgs>;

/** Everything that can be said of a sequence's inputs before anything is touched. */
export function checkSequence(args: SequenceArgs): Problem[] {
  return checkWhole(sequenceShape, args, ({ steps = [], reply, channelTemplate }) => [
    ...steps.flatMap(({ subscriber, delivery }, index) =>
      under(`steps[${index}]`, [
        ...under("subscriber", checkSink(subscriber)),
        ...under("delivery", checkDelivery(delivery)),
      ]),
    ),
    ...under("reply", checkSink(reply)),
    ...under("channelTemplate", checkChannelTemplate(channelTemplate)),
  ]);
}
