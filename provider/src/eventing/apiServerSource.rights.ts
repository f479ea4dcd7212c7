import type { Json, Manifest } from "../manifests/manifest";
import type { ApiServerResourceArgs, ApiServerSourceArgs } from "./apiServerSource.args";
import { pluralOf } from "./apiServerSource.check";
import { defaultNamespace } from "./ready";

/** Groups of Kubernetes' own APIs whose kinds belong to no namespace. */
const clusterGroups: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "certificates.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "node.k8s.io",
  "scheduling.k8s.io",
]);
/** Kinds of its other groups that belong to no namespace. */
const clusterKinds: ReadonlySet<string> = new Set([
  "/Namespace",
  "/Node",
  "/PersistentVolume",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/ServiceCIDR",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/ResourceSlice",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
  "storage.k8s.io/VolumeAttributesClass",
]);

const rbac = "rbac.authorization.k8s.io";

/** The ServiceAccount that is made for a source. */
export function accountOf(source: string): string {
  return `apiserversource-${source}`;
}

/** The ServiceAccount of a source and its rights: to see what the source watches, where it watches it, and nothing else. */
export function renderRights(source: string, args: ApiServerSourceArgs): readonly Manifest[] {
  const { namespace = defaultNamespace, resources, namespaceSelector } = args;
  const isWide = (resource: ApiServerResourceArgs) =>
    namespaceSelector !== undefined || isOfCluster(resource);
  const subject = { kind: "ServiceAccount", name: accountOf(source), namespace };
  const inNamespace = { name: accountOf(source), namespace };
  // Names of the whole cluster, which tell sources of all namespaces apart.
  const inCluster = { name: `apiserversource:${namespace}:${source}` };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: inNamespace },
    ...role(
      "Role",
      inNamespace,
      resources.filter((each) => !isWide(each)),
      subject,
    ),
    ...role("ClusterRole", inCluster, resources.filter(isWide), subject),
  ];
}

function isOfCluster({ apiVersion, kind, clusterScoped }: ApiServerResourceArgs): boolean {
  const group = groupIn(apiVersion);
  return clusterScoped ?? (clusterGroups.has(group) || clusterKinds.has(`${group}/${kind}`));
}

function groupIn(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** A role for what it allows, and its binding; none for nothing. */
function role(
  kind: "Role" | "ClusterRole",
  metadata: Manifest["metadata"],
  resources: readonly ApiServerResourceArgs[],
  subject: Json,
): readonly Manifest[] {
  return resources.length === 0
    ? []
    : [
        { apiVersion: `${rbac}/v1`, kind, metadata, rules: rulesFor(resources) },
        {
          apiVersion: `${rbac}/v1`,
          kind: `${kind}Binding`,
          metadata,
          roleRef: { apiGroup: rbac, kind, name: metadata.name },
          subjects: [subject],
        },
      ];
}

function rulesFor(resources: readonly ApiServerResourceArgs[]): readonly Json[] {
  const groups = [...new Set(resources.map(({ apiVersion }) => groupIn(apiVersion)))];
  return groups.map((group) => ({
    apiGroups: [group],
    resources: [
      ...new Set(
        resources.filter(({ apiVersion }) => groupIn(apiVersion) === group).map(({ kind }) => pluralOf(kind)),
      ),
    ],
    verbs: ["get", "list", "watch"],
  }));
}
