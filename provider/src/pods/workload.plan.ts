import type { Scale } from "../manifests/transforms";
import type { WorkloadArgs } from "./workload.args";

/** How one program runs, once everything that is said of it is put together. */
export interface PlannedWorkload extends Omit<
  WorkloadArgs,
  "replicas" | "minReplicas" | "maxReplicas" | "targetCpuUtilization"
> {
  readonly scale: Scale;
}

/** Settings put together, later ones over earlier ones: maps entry by entry, all else replaces. */
export function mergeWorkloads(layers: readonly WorkloadArgs[]): PlannedWorkload {
  return layers.reduce<PlannedWorkload>(merged, { scale: {} });
}

function merged(before: PlannedWorkload, layer: WorkloadArgs): PlannedWorkload {
  const { replicas, minReplicas, maxReplicas, targetCpuUtilization, ...rest } = layer;
  const scale: Scale = {
    least: minReplicas ?? replicas ?? before.scale.least,
    most: maxReplicas ?? before.scale.most,
    targetCpu: targetCpuUtilization ?? before.scale.targetCpu,
  };
  return { ...before, ...mergedMaps(before, rest), scale };
}

const maps: ReadonlySet<string> = new Set([
  "nodeSelector",
  "affinity",
  "podSecurityContext",
  "securityContext",
  "podLabels",
  "podAnnotations",
  "env",
]);

function mergedMaps(before: PlannedWorkload, layer: WorkloadArgs): WorkloadArgs {
  const earlier = Object.fromEntries(Object.entries(before)) as Readonly<Record<string, object | undefined>>;
  const entries = Object.entries(layer as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, maps.has(key) ? { ...earlier[key], ...(value as object) } : value]);
  const { resources } = layer;
  return {
    ...(Object.fromEntries(entries) as WorkloadArgs),
    ...(resources && {
      resources: {
        requests: { ...before.resources?.requests, ...resources.requests },
        limits: { ...before.resources?.limits, ...resources.limits },
      },
    }),
  };
}
