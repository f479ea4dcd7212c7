import { gvkOf, type Gvk } from "./kinds";
import type { PropertyPath } from "./propertyPath";
import { isArray, isMap, pluck, type Value, type ValueMap } from "./value";

/** Which data may be changed in place. */
export interface Mutability {
  readonly configMaps: boolean;
  readonly secrets: boolean;
}

/** A pattern is a list of keys; "*" stands for every element of a list. */
type Pattern = readonly string[];

const selector = ["spec.selector"];
const podSpecFields =
  "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork hostPID " +
  "hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates " +
  "restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace " +
  "subdomain terminationGracePeriodSeconds volumes";
const containerFields =
  "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext stdin " +
  "stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir";
const volumeSources =
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath " +
  "iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume";

/**
 * Fields that the API server refuses to change, so that a change replaces the object. Keyed by group and kind;
 * `versions` narrows a row where old API versions differ.
 */
const rows: readonly {
  group: string;
  kinds: string;
  fields: readonly string[];
  versions?: readonly string[];
}[] = [
  { group: "apps", kinds: "DaemonSet Deployment", fields: selector, versions: ["v1", "v1beta2"] },
  {
    group: "apps",
    kinds: "StatefulSet",
    fields: [
      ...selector,
      ...under("spec", "podManagementPolicy revisionHistoryLimit serviceName volumeClaimTemplates"),
    ],
  },
  { group: "", kinds: "PersistentVolume", fields: under("spec", volumeSources) },
  {
    group: "",
    kinds: "PersistentVolumeClaim",
    fields: under("spec", "accessModes selector storageClassName volumeName"),
  },
  {
    group: "",
    kinds: "Pod",
    fields: [
      ...under("spec", podSpecFields),
      ...under("spec.containers.*", containerFields),
      ...under("spec.initContainers.*", containerFields),
    ],
  },
  { group: "", kinds: "ResourceQuota", fields: ["spec.scopes"] },
  { group: "", kinds: "Secret", fields: ["type"] },
  { group: "", kinds: "Service", fields: ["spec.clusterIP"] },
  { group: "policy", kinds: "PodDisruptionBudget", fields: ["spec"], versions: ["v1beta1"] },
  { group: "rbac.authorization.k8s.io", kinds: "ClusterRoleBinding RoleBinding", fields: ["roleRef"] },
  { group: "storage.k8s.io", kinds: "StorageClass", fields: ["parameters", "provisioner"], versions: ["v1"] },
  { group: "batch", kinds: "Job", fields: under("spec", "completions parallelism selector template") },
];

function under(prefix: string, names: string): string[] {
  return names.split(" ").map((name) => `${prefix}.${name}`);
}

/** The name and the namespace: a change of them makes another object, whatever the kind. */
export const identityPatterns: readonly Pattern[] = [
  ["metadata", "name"],
  ["metadata", "namespace"],
];

/** The fields whose change replaces the object, for an object with these new inputs. */
export function forceNewPatterns(inputs: ValueMap, mutability: Mutability): readonly Pattern[] {
  const gvk = gvkOf(inputs);
  const core = gvk.group === "" && gvk.version === "v1";
  const immutable = pluck(inputs, "immutable") === true;
  if (core && gvk.kind === "Secret" && (!mutability.secrets || immutable)) {
    return [...identityPatterns, ["type"], ["stringData"], ["data"]];
  }
  if (core && gvk.kind === "ConfigMap" && (!mutability.configMaps || immutable)) {
    return [...identityPatterns, ["binaryData"], ["data"]];
  }
  return [...identityPatterns, ...kindPatterns(gvk)];
}

function kindPatterns(gvk: Gvk): readonly Pattern[] {
  return rows
    .filter(
      (row) =>
        row.group === gvk.group &&
        row.kinds.split(" ").includes(gvk.kind) &&
        (row.versions?.includes(gvk.version) ?? true),
    )
    .flatMap((row) => row.fields.map((field) => field.split(".")));
}

/** Whether a change at the path touches one of the fields; a change of a whole map touches what the map holds. */
export function touches(patterns: readonly Pattern[], path: PropertyPath, value: Value | undefined): boolean {
  return patterns.some((pattern) => touchesOne(pattern, path, value));
}

function touchesOne(pattern: Pattern, path: PropertyPath, value: Value | undefined): boolean {
  const shared = Math.min(pattern.length, path.length);
  for (let i = 0; i < shared; i++) {
    const matches = typeof path[i] === "number" ? pattern[i] === "*" : pattern[i] === path[i];
    if (!matches) {
      return false;
    }
  }
  return holds(pattern.slice(path.length), value);
}

function holds(rest: Pattern, value: Value | undefined): boolean {
  const [key, ...deeper] = rest;
  if (key === undefined) {
    return true;
  }
  if (key === "*") {
    return isArray(value) && value.some((element) => holds(deeper, element));
  }
  return isMap(value) && Object.hasOwn(value, key) && holds(deeper, value[key]);
}
