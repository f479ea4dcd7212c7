import { z } from "zod";
import { under, whole, type Problem } from "../problems";
import { BackoffPolicy, DeliveryFormat, type DeliveryArgs } from "./delivery.args";
import { isoDuration } from "./duration";
import { checkSink, sinkShape } from "./sink.check";

export const deliveryShape = z.strictObject({
  retry: whole(0, 2 ** 31 - 1).optional(),
  backoffPolicy: z.enum(BackoffPolicy).optional(),
  backoffDelay: isoDuration("zero").optional(),
  timeout: isoDuration("above zero").optional(),
  retryAfterMax: isoDuration("zero").optional(),
  format: z.enum(DeliveryFormat).optional(),
  deadLetterSink: sinkShape.optional(),
}) satisfies z.ZodType<DeliveryArgs>;

/** What the properties of a delivery say of each other. */
export function checkDelivery(delivery: DeliveryArgs = {}): Problem[] {
  const { retry, deadLetterSink } = delivery;
  const idle = (["backoffPolicy", "backoffDelay", "retryAfterMax"] as const).filter(
    (property) => delivery[property] !== undefined && (retry ?? 0) === 0,
  );
  return [
    ...idle.map((path): Problem => ({
      path,
      code: "KN9012",
      reason: "has no effect without retry, for nothing is tried again; set retry, or leave it out",
    })),
    ...under("deadLetterSink", checkSink(deadLetterSink)),
  ];
}
