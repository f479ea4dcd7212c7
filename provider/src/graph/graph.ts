import { conditionOf } from "../diagnose/facts";
import { getAt } from "../manifests/manifest";
import { filterText } from "./filters";
import { flowKinds, flowRoles, groupOf, kindOf } from "./kinds";
import type { FlowEdge, FlowGraph, FlowNode, FlowObject, FlowState, FlowTarget, Looked } from "./model";
import { waysOf, type WayEnd } from "./ways";

/** What objects of an API are called in a graph. */
export function idOf({ apiVersion, kind, namespace, name }: FlowTarget): string {
  const group = groupOf(apiVersion);
  return `${kind}${group === "" ? "" : `.${group}`}/${namespace}/${name}`;
}

export function targetOf({ apiVersion, kind, metadata }: FlowObject): FlowTarget {
  return { apiVersion, kind, namespace: metadata.namespace ?? "default", name: metadata.name };
}

/**
 * The flow of events through objects. What Knative made for others of them, as a broker's channels, is left out unless something else leads
 * there.
 */
export function graphOf(objects: readonly FlowObject[], looked: Looked): FlowGraph {
  const byId = new Map(objects.map((object) => [idOf(targetOf(object)), object]));
  const drawn = objects.filter((object) => !isOwned(object));
  const known: Looked = new Map([...looked, ...byId]);
  const nodes = new Map(drawn.map((object) => [idOf(targetOf(object)), nodeOf(object)]));
  const edges: FlowEdge[] = [];
  for (const object of drawn) {
    const own = idOf(targetOf(object));
    for (const { role, direction, end, label } of waysOf(object)) {
      const other = endNode(end, known);
      nodes.set(other.id, nodes.get(other.id) ?? other);
      const [from, to] = direction === "in" ? [other.id, own] : [own, other.id];
      edges.push({ from, to, role, ...(label === undefined ? {} : { label }) });
    }
  }
  return { nodes: [...nodes.values()].toSorted(inFlow), edges };
}

/** What objects lead to that isn't among them: what there is to look at beside them. */
export function targetsBeside(objects: readonly FlowObject[]): readonly FlowTarget[] {
  const known = new Set(objects.map((object) => idOf(targetOf(object))));
  const targets = objects
    .filter((object) => !isOwned(object))
    .flatMap(waysOf)
    .flatMap(({ end }) => ("target" in end ? [end.target] : []))
    .filter((target) => !known.has(idOf(target)));
  return [...new Map(targets.map((target) => [idOf(target), target])).values()];
}

/** Whether Knative made it for something else of the flow. */
function isOwned({ metadata }: FlowObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) => flowKinds.some((each) => each.kind === kind));
}

function nodeOf(object: FlowObject): FlowNode {
  const target = targetOf(object);
  const detail = detailOf(object);
  return {
    ...nameIn(target),
    role: kindOf(object.apiVersion, object.kind)?.role ?? "other",
    ...(detail === undefined ? {} : { detail }),
    ...stateOf(object),
  };
}

function nameIn(target: FlowTarget): Pick<FlowNode, "id" | keyof FlowTarget> {
  return { id: idOf(target), ...target };
}

function endNode(end: WayEnd, known: Looked): FlowNode {
  if ("url" in end) {
    return { id: `URL/${end.url}`, kind: "URL", name: end.url, role: "other", state: "unknown" };
  }
  if ("pods" in end) {
    return { ...nameIn(end.pods), role: "other", detail: "by labels", state: "unknown" };
  }
  const { target } = end;
  const object = known.get(idOf(target));
  if (object !== undefined) {
    return nodeOf(object);
  }
  const role = kindOf(target.apiVersion, target.kind)?.role ?? "other";
  return { ...nameIn(target), role, ...(known.has(idOf(target)) ? missing : { state: "unknown" }) };
}

const missing = { state: "missing", reason: "it isn't there" } as const;

/** What Knative says of an object; kinds of Kubernetes' own take requests as soon as they are there. */
export function stateOf(object: FlowObject): { readonly state: FlowState; readonly reason?: string } {
  const { apiVersion, kind, status, metadata } = object;
  if (!groupOf(apiVersion).endsWith("knative.dev")) {
    return { state: "ready" };
  }
  if (metadata.uid === undefined) {
    return { state: "unknown" };
  }
  if (metadata.deletionTimestamp !== undefined) {
    return { state: "notReady", reason: "it is being deleted" };
  }
  const ready = conditionOf({ status }, "Ready");
  if (ready === undefined || status?.observedGeneration !== metadata.generation) {
    return { state: "pending", reason: `no controller has looked at this ${kind} yet` };
  }
  if (ready.status === "True") {
    return { state: "ready" };
  }
  const words = [ready.reason, ready.message].filter((text) => (text ?? "") !== "").join(": ");
  return { state: ready.status === "False" ? "notReady" : "pending", reason: words || "not ready yet" };
}

/** What sets an object apart from others of its kind. */
function detailOf({ kind, spec, metadata }: FlowObject): string | undefined {
  const at = (...path: string[]) => {
    const value = getAt(spec, path);
    return typeof value === "string" ? value : undefined;
  };
  switch (kind) {
    case "Trigger":
      return filterText(spec);
    case "PingSource":
      return at("schedule");
    case "KafkaSink":
      return at("topic");
    case "KafkaSource":
      return texts(getAt(spec, ["topics"]), (topic) => topic);
    case "ApiServerSource":
      return texts(getAt(spec, ["resources"]), (resource) => getAt(resource, ["kind"]));
    case "Broker":
      return metadata.annotations?.["eventing.knative.dev/broker.class"];
    case "Channel":
      return at("channelTemplate", "kind");
    default:
      return undefined;
  }
}

function texts(list: unknown, textOf: (entry: unknown) => unknown): string | undefined {
  const all = Array.isArray(list) ? list.map(textOf).filter((text) => typeof text === "string") : [];
  return all.length === 0 ? undefined : all.join(", ");
}

const ranks: readonly string[] = [...flowRoles, "other"];

/** In the order in which events come to them; ids of one kind by name. */
function inFlow(a: FlowNode, b: FlowNode): number {
  return ranks.indexOf(a.role) - ranks.indexOf(b.role) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
