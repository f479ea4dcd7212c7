import type { View } from "../../../../lab/kubernetes-plugin/await/spec";
import type { ValueMap } from "../../../../lab/kubernetes-plugin/value";

/** A Deployment of one container, with the changes to its spec. */
export function deployment(spec: ValueMap = {}, metadata: ValueMap = {}): ValueMap {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", ...metadata },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "main", image: "web:1" }] },
      },
      ...spec,
    },
  };
}

export function configMap(data: ValueMap, extra: ValueMap = {}): ValueMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "shop" },
    data,
    ...extra,
  };
}

export function secretObject(extra: ValueMap): ValueMap {
  return { apiVersion: "v1", kind: "Secret", metadata: { name: "keys", namespace: "shop" }, ...extra };
}

/** An object of any kind with a spec. */
export function object(apiVersion: string, kind: string, spec: ValueMap): ValueMap {
  return { apiVersion, kind, metadata: { name: "thing", namespace: "shop" }, spec };
}

/** A pod with the conditions that are true and the container status. */
export function pod(
  conditions: Readonly<Record<string, string>>,
  container: ValueMap = {},
  owner = "rs-uid",
): ValueMap {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web-1", namespace: "shop", ownerReferences: [{ uid: owner }] },
    status: {
      phase: "Pending",
      conditions: Object.entries(conditions).map(([type, status]) => ({
        type,
        status,
        ...(status === "True"
          ? {}
          : { reason: "ContainersNotReady", message: "containers with unready status: [main]" }),
      })),
      containerStatuses: [{ name: "main", ready: false, ...container }],
    },
  };
}

/** What a wait looks at. */
export const view = (awaited: ValueMap, related: View["related"] = {}, more: Partial<View> = {}): View => ({
  object: awaited,
  before: undefined,
  related,
  settled: false,
  ...more,
});
