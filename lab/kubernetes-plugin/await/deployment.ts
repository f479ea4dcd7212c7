import type { Message } from "../log";
import { nameOf } from "../metadata";
import { pluckMaps, pluckNumber, pluckString, type ValueMap } from "../value";
import { ownedPodTroubles, shownTroubles } from "./pod";
import { condition, info, isOwnedBy, pods, warning, type AwaitSpec, type Verdict, type View } from "./spec";

const revisionKey = "deployment.kubernetes.io/revision";

/** What the parts of a rollout say. */
interface Rollout {
  readonly revision: string;
  readonly available: boolean;
  readonly progressed: boolean;
  readonly replicaSet: ValueMap | undefined;
  readonly replicaSetReady: boolean;
  readonly unboundClaims: readonly ValueMap[];
}

/**
 * A Deployment is ready when its controller saw the last change, it is available, the ReplicaSet of its revision has
 * all its pods ready, every claim it mounts is bound and, after the first revision, the rollout is done.
 */
export function judgeDeployment(view: View): Verdict {
  const { object } = view;
  const seen = pluckNumber(object, "status", "observedGeneration") ?? -1;
  const rollout = rolloutOf(view);
  const complete =
    rollout.available && rollout.replicaSetReady && (rollout.revision === "1" || rollout.progressed);
  const ready =
    seen >= (pluckNumber(object, "metadata", "generation") ?? 0) &&
    complete &&
    rollout.unboundClaims.length === 0;
  const troubles =
    rollout.replicaSet === undefined ? [] : ownedPodTroubles(view.related["Pod"] ?? [], rollout.replicaSet);
  return {
    ready,
    status: ready
      ? [info("Deployment initialization complete")]
      : [...statusOf(view, rollout), ...shownTroubles(troubles)],
    reasons: [...conditionTroubles(object), ...shortfalls(rollout), ...troubles.map(({ text }) => text)],
  };
}

function rolloutOf(view: View): Rollout {
  const { object } = view;
  const revision = revisionOf(object);
  const progressing = condition(object, "Progressing");
  const replicaSet = (view.related["ReplicaSet"] ?? []).find(
    (set) => isOwnedBy(set, object) && revision !== "" && revisionOf(set) === revision,
  );
  return {
    revision,
    available: condition(object, "Available")?.["status"] === "True",
    progressed: progressing?.["status"] === "True" && progressing["reason"] === "NewReplicaSetAvailable",
    replicaSet,
    replicaSetReady: replicaSet !== undefined && hasAllReady(replicaSet),
    unboundClaims: claimsOf(view).filter((claim) => pluckString(claim, "status", "phase") !== "Bound"),
  };
}

function revisionOf(object: ValueMap): string {
  return pluckString(object, "metadata", "annotations", revisionKey);
}

function hasAllReady(replicaSet: ValueMap): boolean {
  const wanted = pluckNumber(replicaSet, "spec", "replicas") ?? 1;
  return (pluckNumber(replicaSet, "status", "readyReplicas") ?? 0) >= wanted;
}

function claimsOf(view: View): ValueMap[] {
  const names = pluckMaps(view.object, "spec", "template", "spec", "volumes").map((volume) =>
    pluckString(volume, "persistentVolumeClaim", "claimName"),
  );
  return (view.related["PersistentVolumeClaim"] ?? []).filter((claim) => names.includes(nameOf(claim)));
}

function conditionTroubles(deployment: ValueMap): string[] {
  return ["Progressing", "Available"].flatMap((type) => {
    const entry = condition(deployment, type);
    return entry === undefined || entry["status"] === "True"
      ? []
      : [`[${pluckString(entry, "reason")}] ${pluckString(entry, "message")}`];
  });
}

function statusOf({ object }: View, rollout: Rollout): Message[] {
  const wanted = rollout.replicaSet && (pluckNumber(rollout.replicaSet, "spec", "replicas") ?? 1);
  const ready = rollout.replicaSet && (pluckNumber(rollout.replicaSet, "status", "readyReplicas") ?? 0);
  return [
    ...conditionTroubles(object).map(warning),
    ...(rollout.replicaSet === undefined || rollout.replicaSetReady
      ? []
      : [info(`Waiting for app ReplicaSet to be available (${ready}/${wanted} Pods available)`)]),
    ...(rollout.replicaSetReady && wanted === 0
      ? [warning(`Replicas scaled to 0 for Deployment "${nameOf(object)}"`)]
      : []),
    ...rollout.unboundClaims.map((claim) =>
      warning(
        `PersistentVolumeClaim: [${nameOf(claim)}] is not ready. status.phase currently at: ` +
          pluckString(claim, "status", "phase"),
      ),
    ),
  ];
}

function shortfalls(rollout: Rollout): string[] {
  const claims = rollout.unboundClaims.map(nameOf).join(",");
  return [
    ...(claims === "" ? [] : [`Failed to bind PersistentVolumeClaim(s): "${claims}"`]),
    ...podShortfall(rollout),
  ];
}

function podShortfall(rollout: Rollout): string[] {
  if (!rollout.available) {
    return ["Minimum number of live Pods was not attained"];
  }
  const isFirst = rollout.revision === "1";
  if ((isFirst && !rollout.replicaSetReady) || (!isFirst && !rollout.progressed)) {
    return ["Minimum number of Pods to consider the application live was not attained"];
  }
  return rollout.replicaSetReady
    ? []
    : ["Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"];
}

export const deploymentAwait: AwaitSpec = {
  related: [
    { group: "apps", version: "v1", kind: "ReplicaSet" },
    pods,
    { group: "", version: "v1", kind: "PersistentVolumeClaim" },
  ],
  checksRead: true,
  judge: judgeDeployment,
};
