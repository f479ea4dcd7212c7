import type { Gvk } from "./kinds";

/** API versions that Kubernetes no longer has, and the minor version of 1.x that took them away. */
const removals: readonly { readonly group: string; readonly version: string; readonly minor: number }[] = [
  { group: "admissionregistration.k8s.io", version: "v1beta1", minor: 22 },
  { group: "apiextensions.k8s.io", version: "v1beta1", minor: 22 },
  { group: "apiregistration.k8s.io", version: "v1beta1", minor: 22 },
  { group: "apps", version: "v1beta1", minor: 16 },
  { group: "apps", version: "v1beta2", minor: 16 },
  { group: "autoscaling", version: "v2beta1", minor: 25 },
  { group: "autoscaling", version: "v2beta2", minor: 26 },
  { group: "batch", version: "v1beta1", minor: 25 },
  { group: "discovery.k8s.io", version: "v1beta1", minor: 25 },
  { group: "events.k8s.io", version: "v1beta1", minor: 25 },
  { group: "extensions", version: "v1beta1", minor: 22 },
  { group: "flowcontrol.apiserver.k8s.io", version: "v1beta1", minor: 26 },
  { group: "flowcontrol.apiserver.k8s.io", version: "v1beta2", minor: 29 },
  { group: "flowcontrol.apiserver.k8s.io", version: "v1beta3", minor: 32 },
  { group: "networking.k8s.io", version: "v1beta1", minor: 22 },
  { group: "policy", version: "v1beta1", minor: 25 },
  { group: "rbac.authorization.k8s.io", version: "v1beta1", minor: 22 },
  { group: "scheduling.k8s.io", version: "v1beta1", minor: 22 },
];

/** The minor version of Kubernetes 1.x in which the kind's API version went away; undefined where it is there still. */
export function removedIn(gvk: Gvk): number | undefined {
  return removals.find(({ group, version }) => group === gvk.group && version === gvk.version)?.minor;
}
