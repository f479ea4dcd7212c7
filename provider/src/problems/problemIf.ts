import type { Problem } from "./problem";

/** One problem, or none. */
export function problemIf(
  condition: boolean,
  path: string,
  code: Problem["code"],
  reason: string,
): readonly Problem[] {
  return condition ? [{ path, code, reason }] : [];
}
