import { getAt, isKind, isObject, setAt, type Json, type ListTransform, type Manifest } from "../manifest";

/** How many pods a Deployment has. */
export interface Scale {
  /** The number of pods; the lower bound where an autoscaler rules. */
  readonly least?: number;
  /** The autoscaler's upper bound. */
  readonly most?: number;
  /** CPU that the autoscaler aims at, as percentage of the request. */
  readonly targetCpu?: number;
}

/**
 * Sets the number of pods of Deployments: one scale for all, or one each by name. Where an autoscaler rules over a Deployment,
 * the scale makes its bounds (an upper one below the lower is raised to it), and the Deployment itself never names a number:
 * else each update would undo what the autoscaler did.
 */
export function setScale(scales: (name: string) => Scale | undefined = () => undefined): ListTransform {
  return (manifests) => {
    const scaledByRule = autoscaled(manifests);
    return manifests.map((manifest) => {
      if (isKind(manifest, "Deployment")) {
        const least = scales(manifest.metadata.name)?.least;
        const isAutoscaled = scaledByRule.has(keyFor(manifest, manifest.metadata.name));
        return isAutoscaled || least !== undefined
          ? setAt(manifest, ["spec", "replicas"], isAutoscaled ? undefined : least)
          : manifest;
      }
      const target = targetOf(manifest);
      const scale = target === undefined ? undefined : scales(target);
      return scale === undefined ? manifest : withTarget(withBounds(manifest, scale), scale.targetCpu);
    });
  };
}

/** The Deployments that an autoscaler rules over, as `namespace/name`. */
export function autoscaled(manifests: readonly Manifest[]): ReadonlySet<string> {
  return new Set(
    manifests.flatMap((manifest) => {
      const target = targetOf(manifest);
      return target === undefined ? [] : [keyFor(manifest, target)];
    }),
  );
}

/** Least number of pods of each Deployment, by `namespace/name`. */
export function leastPods(manifests: readonly Manifest[]): ReadonlyMap<string, number> {
  const fixed = manifests
    .filter((manifest) => isKind(manifest, "Deployment"))
    .map(
      (manifest) => [keyFor(manifest, manifest.metadata.name), numberAt(manifest, "replicas") ?? 1] as const,
    );
  const bounded = manifests.flatMap((manifest) => {
    const target = targetOf(manifest);
    return target === undefined
      ? []
      : [[keyFor(manifest, target), numberAt(manifest, "minReplicas") ?? 1] as const];
  });
  return new Map([...fixed, ...bounded]);
}

function withBounds(autoscaler: Manifest, { least, most }: Scale): Manifest {
  const lower = least ?? lowered(numberAt(autoscaler, "minReplicas"), most);
  const upper = most ?? numberAt(autoscaler, "maxReplicas");
  const bounds = {
    minReplicas: lower,
    maxReplicas: upper !== undefined && lower !== undefined ? Math.max(upper, lower) : upper,
  };
  return Object.entries(bounds).reduce(
    (changed, [bound, value]) => (value === undefined ? changed : setAt(changed, ["spec", bound], value)),
    autoscaler,
  );
}

function lowered(bound: number | undefined, most: number | undefined): number | undefined {
  return bound === undefined || most === undefined ? bound : Math.min(bound, most);
}

function withTarget(autoscaler: Manifest, percentage: number | undefined): Manifest {
  if (percentage === undefined) {
    return autoscaler;
  }
  const isCpu = (metric: Json) => getAt(metric, ["resource", "name"]) === "cpu";
  const before = getAt(autoscaler, ["spec", "metrics"]);
  const others = (Array.isArray(before) ? (before as readonly Json[]) : []).filter(
    (metric) => !isCpu(metric),
  );
  const target = { type: "Utilization", averageUtilization: percentage };
  const metrics = [{ type: "Resource", resource: { name: "cpu", target } }, ...others];
  return setAt(autoscaler, ["spec", "metrics"], metrics);
}

/** Name of the Deployment that a HorizontalPodAutoscaler rules over. */
function targetOf(manifest: Manifest): string | undefined {
  const target = getAt(manifest, ["spec", "scaleTargetRef"]);
  return isKind(manifest, "HorizontalPodAutoscaler") &&
    isObject(target) &&
    target.kind === "Deployment" &&
    typeof target.name === "string"
    ? target.name
    : undefined;
}

function numberAt(manifest: Manifest, field: string): number | undefined {
  const value = getAt(manifest, ["spec", field]);
  return typeof value === "number" ? value : undefined;
}

function keyFor({ metadata }: Manifest, name: string): string {
  return `${metadata.namespace ?? ""}/${name}`;
}
