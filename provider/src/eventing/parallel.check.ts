import { z } from "zod";
import { checkWhole, dnsLabel, under, type Problem } from "../problems";
import { checkDelivery, deliveryShape } from "./delivery.check";
import { eventObjectShape } from "./object.check";
import type { ParallelArgs } from "./parallel.args";
import { channelTemplateShape, checkChannelTemplate } from "./settings/defaults.check";
import { checkSink, sinkShape } from "./sink.check";

const branchShape = z.strictObject({
  filter: sinkShape.optional(),
  subscriber: sinkShape,
  reply: sinkShape.optional(),
  delivery: deliveryShape.optional(),
});

export const parallelShape = z.strictObject({
  ...eventObjectShape,
  // Kubernetes Services are named after it.
  name: dnsLabel.optional(),
  branches: z.array(branchShape).min(1),
  reply: sinkShape.optional(),
  channelTemplate: channelTemplateShape.optional(),
}) satisfies z.ZodType<ParallelArgs>;

/** Everything that can be said of a parallel's inputs before anything is touched. */
export function checkParallel(args: ParallelArgs): Problem[] {
  return checkWhole(parallelShape, args, ({ branches = [], reply, channelTemplate }) => [
    ...branches.flatMap((branch, index) =>
      under(`branches[${index}]`, [
        ...(["filter", "subscriber", "reply"] as const).flatMap((sink) =>
          under(sink, checkSink(branch[sink])),
        ),
        ...under("delivery", checkDelivery(branch.delivery)),
      ]),
    ),
    ...under("reply", checkSink(reply)),
    ...under("channelTemplate", checkChannelTemplate(channelTemplate)),
  ]);
}
