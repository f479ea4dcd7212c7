import { z } from "zod";
import type { Problem } from "../problems";
import type { Patched } from "./transforms";

/** Changes to rendered objects, as users write them. */
export const patchesShape = z.array(
  z.strictObject({
    target: z.strictObject({
      kind: z.string().min(1),
      name: z.string().optional(),
      namespace: z.string().optional(),
    }),
    patch: z.record(z.string(), z.unknown()),
  }),
);

/** What is wrong with them once they were tried. */
export function patchProblems({ problems }: Pick<Patched, "problems">): Problem[] {
  return problems.map(({ index, kind, reason }) => ({
    path: `patches[${index}]`,
    code: kind === "no-match" ? "KN3201" : "KN3202",
    reason,
  }));
}
