import type { NeededFeature } from "../../provider/src/service/features";

/** What Knative lets through of a field: always, never, or with a feature. */
type Rule = true | { readonly feature: string };

const gated = (feature: string): Rule => ({ feature });
const names = (prefix: string, list: string): [string, Rule][] =>
  list.split(" ").map((name) => [`${prefix}.${name}`, true]);

const probe = (container: string, kind: string): [string, Rule][] =>
  names(
    `${container}.${kind}`,
    "exec httpGet tcpSocket grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold",
  );

const container = (path: string): [string, Rule][] => [
  ...names(
    path,
    "name image imagePullPolicy command args workingDir envFrom resources terminationMessagePath terminationMessagePolicy",
  ),
  ...names(`${path}.env[]`, "name value valueFrom.secretKeyRef valueFrom.configMapKeyRef"),
  [`${path}.env[].valueFrom.fieldRef`, gated("kubernetes.podspec-fieldref")],
  [`${path}.env[].valueFrom.resourceFieldRef`, gated("kubernetes.podspec-fieldref")],
  ...names(`${path}.volumeMounts[]`, "name mountPath subPath readOnly"),
  [`${path}.volumeMounts[].mountPropagation`, gated("kubernetes.podspec-volumes-mount-propagation")],
  ...names(
    `${path}.securityContext`,
    "runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation seccompProfile capabilities.drop",
  ),
  [`${path}.securityContext.capabilities.add`, gated("kubernetes.containerspec-addcapabilities")],
];

const podSpec: readonly (readonly [string, string])[] = [
  ["affinity", "affinity"],
  ["topologySpreadConstraints", "topologyspreadconstraints"],
  ["hostAliases", "hostaliases"],
  ["nodeSelector", "nodeselector"],
  ["runtimeClassName", "runtimeclassname"],
  ["tolerations", "tolerations"],
  ["shareProcessNamespace", "shareprocessnamespace"],
  ["priorityClassName", "priorityclassname"],
  ["schedulerName", "schedulername"],
  ["dnsPolicy", "dnspolicy"],
  ["dnsConfig", "dnsconfig"],
  ["hostIPC", "hostipc"],
  ["hostPID", "hostpid"],
  ["hostNetwork", "hostnetwork"],
  ["volumes[].emptyDir", "volumes-emptydir"],
  ["volumes[].hostPath", "volumes-hostpath"],
  ["volumes[].csi", "volumes-csi"],
  ["volumes[].image", "volumes-image"],
  ["volumes[].ephemeral", "volumes-ephemeral"],
  ["volumes[].persistentVolumeClaim", "persistent-volume-claim"],
];

// A model of knative/serving pkg/apis/serving/fieldmask.go: the fields of a revision's spec, and the feature of each.
const rules = new Map<string, Rule>([
  ...names(
    "",
    "serviceAccountName imagePullSecrets enableServiceLinks automountServiceAccountToken containerConcurrency timeoutSeconds responseStartTimeoutSeconds idleTimeoutSeconds",
  ),
  ...podSpec.map(([path, feature]): [string, Rule] => [`.${path}`, gated(`kubernetes.podspec-${feature}`)]),
  ...names(".volumes[]", "name secret configMap projected"),
  ...names(".securityContext", "runAsUser runAsGroup runAsNonRoot fsGroup supplementalGroups seccompProfile"),
  ...container(".containers[]"),
  ...names(".containers[].ports[]", "name containerPort protocol"),
  ...["readinessProbe", "livenessProbe", "startupProbe"].flatMap((kind) => probe(".containers[]", kind)),
  ...container(".initContainers[]"),
]);

/** The paths of a value's leaves, list places without their numbers: `.containers[].image`. */
export function leavesOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => leavesOf(entry, `${path}[]`));
  }
  return value !== null && typeof value === "object" && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, part]) => leavesOf(part, `${path}.${key}`))
    : [path];
}

/** The fields of a revision's spec that Knative would refuse with these features, each with the reason. */
export function refusedFields(spec: object, features: readonly NeededFeature[]): string[] {
  const enabled = new Set(features.filter(({ value }) => value === "Enabled").map(({ key }) => key));
  const needs = (path: string, feature: string): string[] =>
    enabled.has(feature) ? [] : [`${path} needs ${feature}`];
  return [...new Set(leavesOf(spec))].flatMap((path) => [
    ...ruleText(path, needs),
    ...(path.startsWith(".initContainers") ? needs(path, "kubernetes.podspec-init-containers") : []),
    ...(path.startsWith(".securityContext") ? needs(path, "kubernetes.podspec-securitycontext") : []),
  ]);
}

function ruleText(path: string, needs: (path: string, feature: string) => string[]): string[] {
  const [, rule] =
    [...rules].find(
      ([known]) => path === known || (/^[.[]/.test(path.slice(known.length)) && path.startsWith(known)),
    ) ?? [];
  if (rule === undefined) {
    return [`${path} is no field that Knative takes`];
  }
  return rule === true ? [] : needs(path, rule.feature);
}
