import type { Json, Manifest } from "../manifests/manifest";
import { AttachedKind, type AttachedWorkloadArgs } from "./apiServerAccess.args";
import { networksKey, type AttachmentName } from "./kubeovn.names";

/**
 * The part of a program that gives its pods annotations; the rest of the program is somebody else's.
 *
 * @param annotations a map, or what it will be once Pulumi knows it
 */
export function renderWorkloadPatch(workload: AttachedWorkloadArgs, annotations: Json): Manifest {
  const { kind = AttachedKind.Deployment, namespace, name } = workload;
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: { template: { metadata: { annotations } } },
  };
}

const apiVersion = "admissionregistration.k8s.io/v1";

/**
 * A policy by which the API server itself gives annotations to new pods of namespaces. No program has to answer for that, as
 * with a webhook, so that no pod can wait for one.
 *
 * @param expression what `annotating` gives, or what it will be once Pulumi knows it
 */
export function renderNamespacePolicy(
  { name, namespace }: AttachmentName,
  namespaces: readonly string[],
  expression: Json,
): readonly (readonly Manifest[])[] {
  const policyName = `${name}.${namespace}.networks`;
  const named = (kind: string, spec: object): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: policyName },
    spec,
  });
  const policy = {
    matchConstraints: constraints(namespaces),
    matchConditions: conditions,
    // A pod without the interface would start, and fail later.
    failurePolicy: "Fail",
    reinvocationPolicy: "Never",
    mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
  };
  return [
    [named("MutatingAdmissionPolicy", policy)],
    [named("MutatingAdmissionPolicyBinding", { policyName })],
  ];
}

function constraints(namespaces: readonly string[]): object {
  const byName = {
    key: "kubernetes.io/metadata.name",
    operator: "In",
    values: [...namespaces].toSorted(),
  };
  return {
    namespaceSelector: { matchExpressions: [byName] },
    resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
  };
}

/** The change of a pod that adds annotations, as CEL. */
export function annotating(annotations: Readonly<Record<string, string>>): string {
  const entries = Object.entries(annotations).map(([key, value]) => `${literal(key)}: ${literal(value)}`);
  return `Object{metadata: Object.metadata{annotations: {${entries.join(", ")}}}}`;
}

/** A text as CEL writes it, which is as JSON does. */
function literal(text: string): string {
  return JSON.stringify(text);
}

const conditions = [
  {
    name: "has-a-network-of-its-own",
    expression: "!has(object.spec.hostNetwork) || !object.spec.hostNetwork",
  },
  {
    name: "names-no-networks-itself",
    expression: `!has(object.metadata.annotations) || !(${literal(networksKey)} in object.metadata.annotations)`,
  },
];
