import type { Context, Suite, Test } from "mocha";

const reasons = new WeakMap<object, string>();

/** Skips the running test or suite and keeps the reason, which the run prints at its end. */
export function skip(context: Context, reason: string): never {
  const runnable = context.runnable();
  // A hook that skips does so for its whole suite.
  const isHook = "type" in runnable && runnable.type === "hook";
  reasons.set(isHook && runnable.parent !== undefined ? runnable.parent : runnable, reason);
  context.skip();
  throw new Error("unreachable: mocha's skip throws");
}

/** Why a test, or a suite that it is in, was skipped. */
export function skipReason(test: Test | Suite): string | undefined {
  return reasons.get(test) ?? (test.parent === undefined ? undefined : skipReason(test.parent));
}
