import { pluckNumber, type ValueMap } from "../value";
import { ownedPodTroubles, shownTroubles } from "./pod";
import { info, pods, type AwaitSpec, type Verdict, type View } from "./spec";

/** A DaemonSet is ready when its controller saw the last change and every wanted pod is updated, available and ready. */
export function judgeDaemonSet(view: View): Verdict {
  const open = openStep(view.object);
  const troubles = ownedPodTroubles(view.related["Pod"] ?? [], view.object);
  const wanted = pluckNumber(view.object, "status", "desiredNumberScheduled") ?? 0;
  const complete = `All replicas scheduled as expected. Replicas: ${wanted}`;
  return {
    ready: open === undefined,
    status: open === undefined ? [info(complete)] : [info(open), ...shownTroubles(troubles)],
    reasons: troubles.filter(({ severity }) => severity === "error").map(({ text }) => text),
  };
}

function openStep(object: ValueMap): string | undefined {
  const count = (key: string): number => pluckNumber(object, "status", key) ?? 0;
  const generation = pluckNumber(object, "metadata", "generation") ?? 0;
  const seen = pluckNumber(object, "status", "observedGeneration");
  if (seen !== generation) {
    return `DaemonSet generation is ${generation}, but latest observed generation is ${seen ?? 0}`;
  }
  if (pluckNumber(object, "status", "desiredNumberScheduled") === undefined) {
    return "Missing .status.desiredNumberScheduled";
  }
  const wanted = count("desiredNumberScheduled");
  const steps: readonly [string, string][] = [
    ["currentNumberScheduled", "Current"],
    ["updatedNumberScheduled", "Updated"],
    ["numberAvailable", "Available"],
    ["numberReady", "Ready"],
  ];
  const short = steps.find(([key]) => wanted > count(key));
  return short === undefined ? undefined : `${short[1]}: ${count(short[0])}/${wanted}`;
}

export const daemonSetAwait: AwaitSpec = {
  related: [pods],
  checksRead: true,
  timeoutMessage: () => "timed out waiting for the condition",
  judge: judgeDaemonSet,
};
