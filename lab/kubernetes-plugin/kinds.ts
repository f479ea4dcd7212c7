import { pluckString, type ValueMap } from "./value";

/** Group, version and kind of an object. The core group is "". */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const knownGroups = new Set([
  "",
  "apps",
  "autoscaling",
  "batch",
  "core",
  "events.k8s.io",
  "extensions",
  "policy",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "auditregistration.k8s.io",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "settings.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

const namespacedKinds = new Set(
  (
    "Binding ConfigMap ControllerRevision CronJob CSIStorageCapacity DaemonSet Deployment Endpoints EndpointSlice Event " +
    "HorizontalPodAutoscaler Ingress Job Lease LimitRange NetworkPolicy PersistentVolumeClaim Pod PodDisruptionBudget " +
    "PodTemplate ReplicaSet ReplicationController ResourceQuota Role RoleBinding Secret Service ServiceAccount StatefulSet"
  ).split(" "),
);

const clusterKinds = new Set(
  (
    "APIService CertificateSigningRequest ClusterRole ClusterRoleBinding CSIDriver CSINode CustomResourceDefinition " +
    "FlowSchema IngressClass MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass " +
    "PriorityLevelConfiguration RuntimeClass StorageClass ValidatingWebhookConfiguration VolumeAttachment"
  ).split(" "),
);

/** Whether the API group comes with Kubernetes, that is, is not made by a CustomResourceDefinition. */
export function isKnownGroup(group: string): boolean {
  return knownGroups.has(group);
}

/** Whether a kind of Kubernetes itself lives in a namespace; undefined where only the API server knows. */
export function builtInScope(gvk: Gvk): boolean | undefined {
  const kind = gvk.kind.replace(/Patch$/, "");
  if (!isKnownGroup(gvk.group)) {
    return undefined;
  }
  return namespacedKinds.has(kind) ? true : clusterKinds.has(kind) ? false : undefined;
}

/** Splits an apiVersion. `v1` and `core/v1` are both the core group. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const [first = "", second] = apiVersion.split("/");
  const group = second === undefined ? "" : first;
  return { group: group === "core" ? "" : group, version: second ?? first };
}

export function gvkOf(object: ValueMap): Gvk {
  return { ...parseApiVersion(pluckString(object, "apiVersion")), kind: pluckString(object, "kind") };
}

export function apiVersionOf(gvk: Gvk): string {
  return gvk.group === "" ? gvk.version : `${gvk.group}/${gvk.version}`;
}

/** The type token in a URN: `kubernetes:apps/v1:Deployment`. A URN's type names its parents too, split by `$`. */
export function typeOfUrn(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.slice(types.lastIndexOf("$") + 1);
}

/** The resource name in a URN. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** What a type token names. Throws where the token does not hold both a group and a version. */
export function gvkOfUrn(urn: string): Gvk {
  const token = typeOfUrn(urn);
  const [module, apiVersion = "", kind = ""] = token.split(":");
  if (module !== "kubernetes") {
    throw new Error(`unrecognized resource type: "${token}" for this provider`);
  }
  if (apiVersion.split("/").length !== 2) {
    throw new Error(`apiVersion does not have both a group and a version: "${apiVersion}"`);
  }
  return { ...parseApiVersion(apiVersion), kind };
}

/** Whether the resource patches an object that someone else owns (`kubernetes:core/v1:ConfigMapPatch`). */
export function isPatch(urn: string, kind: string): boolean {
  return typeOfUrn(urn).endsWith(`:${kind}Patch`);
}

/** Whether the resource is a list of objects of a built-in kind, which can't be created as one object. */
export function isList(urn: string): boolean {
  const [, apiVersion = "", kind = ""] = typeOfUrn(urn).split(":");
  return kind.endsWith("List") && isKnownGroup(parseApiVersion(apiVersion).group);
}

export function isCrd(object: ValueMap): boolean {
  const { group, kind } = gvkOf(object);
  return group === "apiextensions.k8s.io" && kind === "CustomResourceDefinition";
}
