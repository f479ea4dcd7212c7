import { networkProblems } from "./network";
import { machineProblems } from "./preflight";

/** Why the lab cannot run on this machine, one sentence each joined by "; "; undefined if it can. */
export async function whyNoLab(): Promise<string | undefined> {
  const machine = await machineProblems();
  const problems = machine.length > 0 ? machine : await networkProblems();
  return problems.length > 0 ? problems.join("; ") : undefined;
}
