import type { Context } from "mocha";

const skipped = new Set<string>();

/** Skips the running test or suite and keeps the reason, which the run prints at its end. */
export function skip(context: Context, reason: string): never {
  skipped.add(reason);
  context.skip();
  throw new Error("unreachable: mocha's skip throws");
}

/** Why tests were skipped so far. */
export function skipReasons(): readonly string[] {
  return [...skipped];
}
