import { pluckNumber, pluckString, type ValueMap } from "../value";
import { ownedPodTroubles, shownTroubles } from "./pod";
import { info, pods, type AwaitSpec, type Verdict, type View } from "./spec";

/** The counts and revisions of a rollout. */
interface Rollout {
  readonly replicasReady: boolean;
  readonly revisionReady: boolean;
  /** Pods that run what is wanted. */
  readonly current: number;
  readonly wanted: number;
}

/**
 * A StatefulSet is ready when its controller saw the last change, all replicas are there, ready and current, and the
 * revision is the updated one. With OnDelete, an update does not wait for revisions: nobody replaces the pods.
 */
export function judgeStatefulSet(view: View): Verdict {
  const { object } = view;
  const rollout = rolloutOf(object);
  const ready = rollout.replicasReady && rollout.revisionReady;
  const troubles = ownedPodTroubles(view.related["Pod"] ?? [], object);
  return {
    ready,
    status: ready
      ? [info("StatefulSet initialization complete")]
      : [...progress(object, rollout), ...shownTroubles(troubles)],
    reasons: [...shortfalls(object, rollout), ...troubles.map(({ text }) => text)],
  };
}

function rolloutOf(object: ValueMap): Rollout {
  const generation = pluckNumber(object, "metadata", "generation") ?? 0;
  const seen = pluckNumber(object, "status", "observedGeneration");
  if (generation === 0 || seen === undefined || seen < generation) {
    return { replicasReady: false, revisionReady: false, current: 0, wanted: 0 };
  }
  const count = (...path: string[]): number => pluckNumber(object, ...path) ?? 0;
  const wanted = count("spec", "replicas");
  const [ready, updated] = [count("status", "readyReplicas"), count("status", "updatedReplicas")];
  const onDelete = generation > 1 && pluckString(object, "spec", "updateStrategy", "type") === "OnDelete";
  const revision = pluckString(object, "status", "currentRevision");
  const revisionReady =
    onDelete || (revision !== "" && revision === pluckString(object, "status", "updateRevision"));
  return {
    replicasReady:
      wanted === count("status", "replicas") &&
      wanted === ready &&
      (onDelete || wanted === count("status", "currentReplicas")),
    revisionReady,
    current: revisionReady ? ready : Math.min(ready, updated),
    wanted,
  };
}

function progress(object: ValueMap, { replicasReady, current, wanted }: Rollout): ReturnType<typeof info>[] {
  if ((pluckNumber(object, "metadata", "generation") ?? 0) <= 1) {
    return [info(`[1/2] Waiting for StatefulSet to create Pods (${current}/${wanted} Pods ready)`)];
  }
  return [
    replicasReady
      ? info("[2/3] Waiting for StatefulSet to update .status.currentRevision")
      : info(`[1/3] Waiting for StatefulSet update to roll out (${current}/${wanted} Pods ready)`),
  ];
}

function shortfalls(object: ValueMap, rollout: Rollout): string[] {
  const from = pluckString(object, "status", "currentRevision");
  const to = pluckString(object, "status", "updateRevision");
  return [
    ...(rollout.replicasReady
      ? []
      : [`${rollout.current} out of ${rollout.wanted} replicas succeeded readiness checks`]),
    ...(rollout.revisionReady
      ? []
      : [`StatefulSet controller failed to advance from revision "${from}" to revision "${to}"`]),
  ];
}

export const statefulSetAwait: AwaitSpec = { related: [pods], checksRead: true, judge: judgeStatefulSet };
