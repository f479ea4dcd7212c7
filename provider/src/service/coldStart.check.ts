import { z } from "zod";
import { image, leaf, type Problem } from "../problems";
import type { ColdStartArgs } from "./coldStart.args";
import type { ServiceArgs } from "./service.args";

export const coldStartShape = z.strictObject({
  prefetch: z.boolean().optional(),
  images: z.array(leaf(image)).optional(),
  busyboxImage: leaf(image).optional(),
}) satisfies z.ZodType<ColdStartArgs>;

/** What is said of keeping images where none are kept, or of a DaemonSet that its name doesn't fit. */
export function checkColdStart({ coldStart = {} }: ServiceArgs): Problem[] {
  const without = (["images", "busyboxImage"] as const).filter((name) => coldStart[name] !== undefined);
  return coldStart.prefetch === true
    ? []
    : without.map((name) => ({
        path: `coldStart.${name}`,
        code: "KN1008",
        reason: "has no effect without prefetch; remove it or set prefetch to true",
      }));
}
