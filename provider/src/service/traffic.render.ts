import { defined } from "../manifests/defined";
import type { RolloutArgs, TrafficTargetArgs } from "./traffic.args";

const currentTag = "current";
export const candidateTag = "candidate";

interface Shares {
  readonly traffic?: readonly TrafficTargetArgs[];
  readonly rollout?: RolloutArgs;
}

/** A service's shares of traffic, or none where Knative is to send everything to the latest revision. */
export function trafficOf({ traffic, rollout }: Shares): readonly TrafficTargetArgs[] | undefined {
  const given = traffic?.length === 0 ? undefined : traffic;
  return rollout === undefined ? given : rolloutTraffic(rollout);
}

/** Whether a service has URLs of tags. */
export function isTagged(shares: Shares): boolean {
  return trafficOf(shares)?.some(({ tag }) => tag !== undefined) ?? false;
}

/** The same as Knative writes it. */
export function renderTraffic(shares: Shares) {
  return trafficOf(shares)?.map(renderTarget);
}

/** The candidate is the latest *ready* revision: one that never becomes ready gets no request. */
function rolloutTraffic({ current, candidatePercent = 0 }: RolloutArgs): TrafficTargetArgs[] {
  return current === undefined
    ? [{ latestRevision: true, percent: 100, tag: currentTag }]
    : [
        { revisionName: current, percent: 100 - candidatePercent, tag: currentTag },
        { latestRevision: true, percent: candidatePercent, tag: candidateTag },
      ];
}

function renderTarget({ revisionName, latestRevision, percent, tag }: TrafficTargetArgs) {
  return defined({
    revisionName,
    latestRevision: latestRevision ?? revisionName === undefined,
    percent: percent ?? 0,
    tag,
  });
}
