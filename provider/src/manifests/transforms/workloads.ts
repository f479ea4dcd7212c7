import { getAt, isKind, isObject, setAt, type Json, type Transform } from "../manifest";
import { mapContainers, podSpecPath } from "../pods";

/** CPU and memory in Kubernetes' quantities, by their name. */
export type Quantities = Readonly<Record<string, string>>;

export interface Resources {
  /** What is set aside for a container. */
  readonly requests?: Quantities;
  /** What it can't exceed. */
  readonly limits?: Quantities;
}

/**
 * Sets CPU and memory of a workload's containers, or of one of them. Quantities that aren't named stay upstream's, so that
 * naming a request doesn't take the limit away.
 */
export function setResources(
  workload: string,
  { requests, limits }: Resources,
  container?: string,
): Transform {
  const merged = (before: Json, more: Quantities | undefined): Json =>
    more === undefined ? before : { ...(isObject(before) ? before : {}), ...more };
  return forWorkload(workload, (before) => {
    if (container !== undefined && before.name !== container) {
      return before;
    }
    const withRequests = setAt(
      before,
      ["resources", "requests"],
      merged(getAt(before, ["resources", "requests"]), requests),
    );
    return setAt(
      withRequests,
      ["resources", "limits"],
      merged(getAt(before, ["resources", "limits"]), limits),
    );
  });
}

/** Sets environment variables in all containers of Deployments, StatefulSets and DaemonSets, or of the one workload named. */
export function setEnv(variables: Readonly<Record<string, Json>>, workload?: string): Transform {
  return forWorkload(workload, (container) => {
    const before = Array.isArray(container.env) ? (container.env as readonly Json[]) : [];
    const kept = before.filter(
      (entry) => !(isObject(entry) && typeof entry.name === "string" && Object.hasOwn(variables, entry.name)),
    );
    const added = Object.entries(variables).map(([name, value]) => ({ name, value }));
    return added.length === 0 ? container : { ...container, env: [...kept, ...added] };
  });
}

function forWorkload(name: string | undefined, change: Parameters<typeof mapContainers>[1]): Transform {
  return (manifest) => {
    const runsOn = ["Deployment", "StatefulSet", "DaemonSet"].some((kind) => isKind(manifest, kind, name));
    return runsOn ? mapContainers(manifest, change) : manifest;
  };
}

/**
 * Names the Secrets that images are pulled with, on pods and on service accounts, so that pods which controllers start
 * under those accounts have them too, and on cache hints.
 */
export function setImagePullSecrets(names: readonly string[]): Transform {
  return (manifest) => {
    const spec =
      podSpecPath(manifest) ??
      (manifest.apiVersion.startsWith("caching.internal.knative.dev/") ? ["spec"] : undefined);
    const home = isKind(manifest, "ServiceAccount") ? [] : spec;
    if (home === undefined || names.length === 0) {
      return manifest;
    }
    const path = [...home, "imagePullSecrets"];
    const before = getAt(manifest, path);
    const present = Array.isArray(before) ? (before as readonly Json[]) : [];
    const added = names.filter((name) => !present.some((entry) => isObject(entry) && entry.name === name));
    return setAt(manifest, path, [...present, ...added.map((name) => ({ name }))]);
  };
}

/**
 * Asks programs every second from their start on whether they are ready, and bears failures for as long as upstream does.
 * Upstream waits 10 s before it asks a proxy of the gateway, and 5 s between questions to the activator: each rollout and each
 * proxy that an autoscaler adds would be that much later.
 */
export const askReadinessEarly: Transform = (manifest) =>
  isKind(manifest, "Deployment")
    ? mapContainers(manifest, (container) =>
        isObject(container.readinessProbe)
          ? { ...container, readinessProbe: earlyProbe(container.readinessProbe) }
          : container,
      )
    : manifest;

function earlyProbe({ initialDelaySeconds: _, ...probe }: Readonly<Record<string, Json>>): Json {
  const kubernetesDefaults = { periodSeconds: 10, failureThreshold: 3 };
  const { periodSeconds, failureThreshold } = { ...kubernetesDefaults, ...probe };
  return { ...probe, periodSeconds: 1, failureThreshold: Number(periodSeconds) * Number(failureThreshold) };
}
