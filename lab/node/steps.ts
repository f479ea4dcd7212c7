import { step, type Report } from "../toolchain/progress";

/** One piece of a longer work. */
export interface Step {
  readonly name: string;
  /** What it waits for, for the person who waits. Absent for a step that reports by itself. */
  readonly detail?: string;
  /** Steps that must be done before it. Names that are not among the steps count as done. */
  readonly after?: readonly string[];
  readonly run: () => Promise<void>;
}

/**
 * Runs steps, each as soon as those before it are done. After a failure no further step starts; those under way are
 * waited for, and the first failure is thrown with its step's name.
 */
export async function runSteps(steps: readonly Step[], report: Report): Promise<void> {
  const done = new Map<string, Promise<boolean>>();
  let failure: Error | undefined;
  const perform = async (current: Step): Promise<boolean> => {
    // Every step is in the map before the first one looks for those before it.
    await Promise.resolve();
    const ready = await Promise.all(
      (current.after ?? []).map(async (name) => (await done.get(name)) ?? true),
    );
    if (ready.includes(false) || failure !== undefined) return false;
    try {
      if (current.detail === undefined) await current.run();
      else await step(report, current.name, current.detail, current.run);
      return true;
    } catch (error) {
      failure ??= new Error(`${current.name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
      return false;
    }
  };
  for (const current of steps) done.set(current.name, perform(current));
  await Promise.all(done.values());
  if (failure !== undefined) throw failure;
}
