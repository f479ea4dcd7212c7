import { z } from "zod";
import { checkWhole, dnsLabel, under, type Problem } from "../problems";
import type { ChannelArgs } from "./channel.args";
import { checkDelivery, deliveryShape } from "./delivery.check";
import { eventObjectShape } from "./object.check";
import { channelTemplateShape, checkChannelTemplate } from "./settings/defaults.check";

export const channelShape = z.strictObject({
  ...eventObjectShape,
  // A Kubernetes Service is named after it.
  name: dnsLabel.optional(),
  channelTemplate: channelTemplateShape.optional(),
  delivery: deliveryShape.optional(),
}) satisfies z.ZodType<ChannelArgs>;

/** Everything that can be said of a channel's inputs before anything is touched. */
export function checkChannel(args: ChannelArgs = {}): Problem[] {
  return checkWhole(channelShape, args, ({ channelTemplate, delivery }) => [
    ...under("channelTemplate", checkChannelTemplate(channelTemplate)),
    ...under("delivery", checkDelivery(delivery)),
  ]);
}
