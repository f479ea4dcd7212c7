import {
  getAt,
  isKind,
  isObject,
  setAt,
  type Json,
  type ListTransform,
  type Manifest,
  type Transform,
} from "../manifest";
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
 * Sets the number of pods of Deployments: one number for all, or one each by name. Where an autoscaler rules over a Deployment,
 * the number is its lower bound (and its upper one is raised to it), and the Deployment itself never names one: else each update
 * would undo what the autoscaler did.
 */
export function setReplicas(replicas: number | Readonly<Record<string, number>> = {}): ListTransform {
  return (manifests) => {
    const ruled = new Set(manifests.map(scaledBy).filter((target) => target !== undefined));
    return manifests.map((manifest) => {
      if (isKind(manifest, "Deployment")) {
        const count = wanted(replicas, manifest.metadata.name);
        const isRuled = ruled.has(place(manifest, manifest.metadata.name));
        return isRuled || count !== undefined
          ? setAt(manifest, ["spec", "replicas"], isRuled ? undefined : count)
          : manifest;
      }
      const target = getAt(manifest, ["spec", "scaleTargetRef", "name"]);
      const count =
        scaledBy(manifest) !== undefined && typeof target === "string" ? wanted(replicas, target) : undefined;
      return count === undefined ? manifest : withBounds(manifest, count);
    });
  };
}

function withBounds(autoscaler: Manifest, least: number): Manifest {
  const most = getAt(autoscaler, ["spec", "maxReplicas"]);
  const bounded = setAt(autoscaler, ["spec", "minReplicas"], least);
  return typeof most === "number" && most < least ? setAt(bounded, ["spec", "maxReplicas"], least) : bounded;
}

/** Namespace and name of the Deployment that a HorizontalPodAutoscaler rules over. */
function scaledBy(manifest: Manifest): string | undefined {
  const target = getAt(manifest, ["spec", "scaleTargetRef"]);
  return isKind(manifest, "HorizontalPodAutoscaler") &&
    isObject(target) &&
    target.kind === "Deployment" &&
    typeof target.name === "string"
    ? place(manifest, target.name)
    : undefined;
}

function place({ metadata }: Manifest, name: string): string {
  return `${metadata.namespace ?? ""}/${name}`;
}

function wanted(replicas: number | Readonly<Record<string, number>>, name: string): number | undefined {
  return typeof replicas === "number" ? replicas : Object.hasOwn(replicas, name) ? replicas[name] : undefined;
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
export function setEnv(variables: Readonly<Record<string, string>>, workload?: string): Transform {
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
 * Lets one pod at a time be evicted. Upstream's "80 % must stay" allows none at all of fewer than five, so a node with one could
 * never be drained.
 */
export const relaxPdb: Transform = (manifest) =>
  isKind(manifest, "PodDisruptionBudget") && getAt(manifest, ["spec", "minAvailable"]) !== undefined
    ? setAt(setAt(manifest, ["spec", "minAvailable"], undefined), ["spec", "maxUnavailable"], 1)
    : manifest;

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
