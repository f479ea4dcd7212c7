import { named, type Deployment, type KubeObject, type NamespaceFacts } from "./facts";
import { kubectl, type Finding } from "./finding";

/** Something has the name that Knative needs for this service, such as `Deployment "hello-00001-deployment"`. */
export function leftOver(
  message: string,
  namespace: string,
  { deployments }: Pick<NamespaceFacts, "deployments">,
): Pick<Finding, "code" | "message" | "cause" | "next"> {
  const { kind, name } = inTheWay(message);
  const deployment = named(deployments, name);
  const next = [
    kubectl(namespace, "get", kind.toLowerCase(), name, "-o", "yaml"),
    kubectl(namespace, "delete", kind.toLowerCase(), name),
  ];
  // Only Knative's own Deployments are read.
  return kind === "Deployment" && deployment === undefined
    ? {
        code: "KN5031",
        message,
        cause: "it was not made by Knative; delete it, or name the service otherwise",
        next,
      }
    : {
        code: "KN5030",
        message,
        cause: `${remains}${deployment === undefined ? "" : stateOf(deployment)}`,
        next,
      };
}

function inTheWay(message: string): { readonly kind: string; readonly name: string } {
  const [, kind = "all", name = ""] = /existing (\w+) "([^"]+)"/.exec(message) ?? [];
  return { kind, name };
}

/**
 * The Deployment that a finding says is left, where its Revision is certainly gone: another one has that name now.
 * Kubernetes' garbage collector loses sight of it where Knative's definitions were removed right after the service.
 */
export function abandoned(
  { code, message }: Pick<Finding, "code" | "message">,
  { deployments, revisions }: Pick<NamespaceFacts, "deployments" | "revisions">,
): Deployment | undefined {
  const left = code === "KN5030" ? named(deployments, inTheWay(message).name) : undefined;
  const { deletionTimestamp, ownerReferences = [] } = left?.metadata ?? {};
  const isReplaced = ({ kind, name, uid }: (typeof ownerReferences)[number]) => {
    const now = kind === "Revision" ? named(revisions, name)?.metadata.uid : undefined;
    return now !== undefined && uid !== undefined && now !== uid;
  };
  const isAbandoned = ownerReferences.length > 0 && ownerReferences.every(isReplaced);
  return deletionTimestamp === undefined && isAbandoned ? left : undefined;
}

const remains =
  "it is left from a service of this name that was removed, and Kubernetes' garbage collector takes it away, mostly within a minute";

/** What keeps it, as far as it tells. */
function stateOf({ metadata }: KubeObject): string {
  const { creationTimestamp, deletionTimestamp, finalizers = [], ownerReferences = [] } = metadata;
  const owners = ownerReferences.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const going =
    deletionTimestamp === undefined
      ? "not being deleted yet"
      : `being deleted since ${deletionTimestamp}, and waits for ${finalizers.join(", ")}`;
  return `; made at ${creationTimestamp} for ${owners}, ${going}`;
}
