import { graphOf } from "../../graph/graph";
import { flowKinds, type FlowKind } from "../../graph/kinds";
import type { FlowGraph, FlowNode } from "../../graph/model";
import { didYouMean } from "../../problems";
import { isError, kubectl } from "../finding";
import { resourceOf } from "./causes";
import type { EventFacts } from "./facts";
import { inEventOrder, type EventFinding } from "./finding";
import { linkOf } from "./judge";
import { checkEventingPrograms } from "./programs";
import { checkWay } from "./way";

/** An object of the flow that somebody asks for. */
export interface AskedObject extends FlowKind {
  readonly namespace: string;
  readonly name: string;
}

/** What was found on the way of events. */
export interface EventsDiagnosis {
  /** The first is the first broken link. */
  readonly findings: readonly EventFinding[];
  /** What events flow through: everything that was read, or the way that leads over the object which was asked for. */
  readonly flow: FlowGraph;
  /** API paths that could not be read. */
  readonly denied: readonly string[];
}

/** Follows events through what was read of a cluster; over one object where that is asked for. */
export function diagnoseEvents({ snapshot, flow: facts }: EventFacts, asked?: AskedObject): EventsDiagnosis {
  const programs = checkEventingPrograms(snapshot);
  const whole = graphOf(facts.objects, facts.looked);
  const node = asked && whole.nodes.find((each) => isAsked(each, asked));
  const flow = node === undefined ? whole : wayOver(whole, node.id);
  const down = programs.filter(isError).map(({ link }) => link);
  const found =
    asked !== undefined && node === undefined
      ? [unknown(asked, whole)]
      : checkWay({ graph: flow, facts, readAt: snapshot.readAt, down });
  return {
    findings: inEventOrder([...programs, ...found]),
    flow: asked !== undefined && node === undefined ? { nodes: [], edges: [] } : flow,
    denied: snapshot.denied,
  };
}

/** Reads `kind/name`: the kind in singular or plural, with its group or without. Undefined for a kind that there isn't. */
export function askedOf(text: string, namespace: string): AskedObject | undefined {
  const [kindText = "", name = ""] = text.split("/");
  const [word = ""] = kindText.toLowerCase().split(".");
  const kind = flowKinds.find((each) => [each.kind.toLowerCase(), each.plural].includes(word));
  return kind === undefined || name === "" ? undefined : { ...kind, namespace, name };
}

function isAsked(node: FlowNode, { kind, namespace, name }: AskedObject): boolean {
  return node.kind === kind && node.namespace === namespace && node.name === name && node.state !== "missing";
}

function unknown(
  { kind, apiVersion, role, namespace, name }: AskedObject,
  { nodes }: FlowGraph,
): EventFinding {
  const names = nodes
    .filter((node) => node.kind === kind && node.namespace === namespace && node.state !== "missing")
    .map((node) => node.name);
  const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  return {
    link: linkOf(role),
    object: { kind, namespace, name },
    severity: "error",
    code: "KN9072",
    message: `namespace "${namespace}" has no ${kind} "${name}"; ${known}`,
    cause: `it was never made, was refused, or lies in another namespace${didYouMean(name, names)}`,
    next: [
      kubectl(undefined, "get", resourceOf(apiVersion, kind), "-A"),
      kubectl(namespace, "get", "events"),
    ],
  };
}

/** The part of a flow whose events come over a node: all that leads there, and all that it leads to. */
function wayOver({ nodes, edges }: FlowGraph, id: string): FlowGraph {
  const back = reach(id, (at) => edges.filter(({ to }) => to === at).map(({ from }) => from));
  const on = reach(id, (at) => edges.filter(({ from }) => from === at).map(({ to }) => to));
  // Of what leads there, its other ways aren't this one; but its dead letter sink gets what nobody takes at the end.
  const kept = edges.filter(
    ({ from, to, role }) =>
      (back.has(from) && (back.has(to) || role === "deadLetterSink")) || (on.has(from) && on.has(to)),
  );
  const ends = new Set([id, ...kept.flatMap(({ from, to }) => [from, to])]);
  return { nodes: nodes.filter((node) => ends.has(node.id)), edges: kept };
}

function reach(from: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const visit = (seen: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> => {
    const fresh = [...new Set(ids)].filter((id) => !seen.has(id));
    return fresh.length === 0 ? seen : visit(new Set([...seen, ...fresh]), fresh.flatMap(next));
  };
  return visit(new Set(), [from]);
}
