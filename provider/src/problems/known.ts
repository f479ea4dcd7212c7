import { all, output, type Output } from "@pulumi/pulumi";
import { stateOf } from "../inputs/outputState";
import type { Problem } from "./problem";

/** Whether an Output's value is known: in a preview, what resources tell that are still to be made isn't. */
export function isKnown(value: Output<unknown>): Promise<boolean> {
  return stateOf(value).isKnown;
}

/**
 * What has been found wrong by sources that may not be known yet. One that a preview doesn't know, such as what a cluster says that
 * is still to be made, holds back none of the others.
 */
export function knownProblems(sources: readonly Output<readonly Problem[]>[]): Output<readonly Problem[]> {
  const none: Output<readonly Problem[]> = output([]);
  const known = sources.map((source) =>
    output(isKnown(source)).apply((isIt): Output<readonly Problem[]> => (isIt ? source : none)),
  );
  return all(known).apply((lists) => lists.flat());
}
