import { z } from "zod";
import { checkWhole, under, whole, type Problem } from "../../problems";
import { checkDelivery, deliveryShape } from "../delivery.check";
import { isoDuration } from "../duration";
import { eventObjectShape } from "../object.check";
import type { KafkaChannelArgs } from "./kafkaChannel.args";

export const kafkaChannelShape = z.strictObject({
  ...eventObjectShape,
  partitions: whole(1, 2 ** 31 - 1).optional(),
  replicationFactor: whole(1, 32_767).optional(),
  retentionDuration: isoDuration("above zero").optional(),
  delivery: deliveryShape.optional(),
}) satisfies z.ZodType<KafkaChannelArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkKafkaChannel(args: KafkaChannelArgs = {}): Problem[] {
  return checkWhole(kafkaChannelShape, args, ({ delivery }) => under("delivery", checkDelivery(delivery)));
}
