import { idOf, targetOf } from "../../graph/graph";
import type { FlowEdge, FlowEdgeRole, FlowGraph, FlowNode, FlowObject } from "../../graph/model";
import type { FlowFacts } from "../../graph/read";
import type { Condition } from "../facts";
import type { EventFinding, EventLink } from "./finding";
import { judged, lost } from "./judge";

/** Conditions that speak of other objects, by the ways that lead to these. */
const ofOthers: Readonly<Record<string, readonly FlowEdgeRole[]>> = {
  SinkProvided: ["sink"],
  SinkBindingReady: ["sink"],
  BrokerReady: ["trigger"],
  SubscriberResolved: ["subscriber"],
  DeadLetterSinkResolved: ["deadLetterSink"],
  // It isn't ready as long as any of the trigger's ends isn't.
  SubscriptionReady: ["trigger", "subscriber", "deadLetterSink"],
  ChannelReady: ["subscription"],
  ReferencesResolved: ["subscription", "subscriber", "reply", "deadLetterSink"],
  SubscriptionsReady: ["subscriber", "filter", "reply", "deadLetterSink"],
};

/** Conditions that speak of Eventing's programs, by the links that these stand for. */
const ofPrograms: Readonly<Record<string, readonly EventLink[]>> = {
  IngressReady: ["broker"],
  FilterReady: ["broker"],
  DataPlaneAvailable: ["broker", "channel", "sink"],
  TriggerChannelReady: ["channel"],
  BackingChannelReady: ["channel"],
  DispatcherReady: ["channel"],
  EndpointsReady: ["channel"],
  ChannelsReady: ["channel"],
  SubscriptionReady: ["broker", "channel"],
  ChannelReady: ["channel"],
  AddedToChannel: ["channel"],
  SubscriptionsReady: ["channel"],
};

/** What events flow through, and what was read of it. */
export interface Way {
  readonly graph: FlowGraph;
  readonly facts: FlowFacts;
  readonly readAt: number;
  /** Links of which a program doesn't run. */
  readonly down: readonly EventLink[];
}

/** A node with what was read of it, and the ways that begin or end there. */
interface Place {
  readonly node: FlowNode;
  readonly object: FlowObject;
  readonly edges: readonly FlowEdge[];
}

/** What is wrong with the objects of a flow, and with what they lead to. What the trouble of others explains is left out. */
export function checkWay(way: Way): readonly EventFinding[] {
  const places = placesOf(way);
  const found = [...lostEnds(way, places), ...places.flatMap((place) => checkPlace(way, place))];
  const [stuck] = places.filter(({ node }) => node.state === "notReady");
  // In a circle each may be explained by the next.
  return stuck === undefined || found.length > 0 || way.down.length > 0
    ? found
    : [judge(way, stuck, failing(stuck.object)[0])];
}

function placesOf({ graph, facts }: Way): readonly Place[] {
  const looked = [...facts.looked.values()].filter((found) => found !== undefined);
  const objects = new Map([...facts.objects, ...looked].map((object) => [idOf(targetOf(object)), object]));
  return graph.nodes.flatMap((node) => {
    const object = objects.get(node.id);
    const edges = graph.edges.filter(({ from, to }) => from === node.id || to === node.id);
    return object === undefined ? [] : [{ node, object, edges }];
  });
}

/** Ways to something that isn't there, each told of the object that names it. */
function lostEnds({ graph }: Way, places: readonly Place[]): readonly EventFinding[] {
  return places.flatMap(({ node, object, edges }) =>
    edges.flatMap((edge) => {
      const other = otherEnd(graph, edge, node);
      const says = failing(object).find(({ type }) => ofOthers[type]?.includes(edge.role));
      const known = graph.nodes.filter(
        ({ kind, namespace, state }) =>
          kind === other?.kind && namespace === other.namespace && state !== "missing",
      );
      return other?.state === "missing" && isNamer(edge, node)
        ? [lost({ node, object, edge, other, says, known })]
        : [];
    }),
  );
}

function otherEnd({ nodes }: FlowGraph, { from, to }: FlowEdge, { id }: FlowNode): FlowNode | undefined {
  const other = from === id ? to : from;
  return nodes.find((node) => node.id === other);
}

/** An object that isn't ready by itself. */
function checkPlace(way: Way, place: Place): readonly EventFinding[] {
  const { node, object } = place;
  if (node.state !== "notReady" && node.state !== "pending") {
    return [];
  }
  const failed = failing(object);
  if (failed.length === 0) {
    return way.down.includes("controllers") ? [] : [judge(way, place, undefined)];
  }
  const own = failed.find((condition) => !isExplained(way, place, condition));
  return own === undefined ? [] : [judge(way, place, own)];
}

function judge(
  { readAt }: Way,
  { node, object, edges }: Place,
  condition: Condition | undefined,
): EventFinding {
  const coming = edges.filter(({ to }) => to === node.id);
  const isLast = coming.length > 0 && coming.every(({ role }) => role === "deadLetterSink");
  return judged({ node, object, condition, readAt, isLast });
}

/** What fails of an object: what Knative knows to be wrong, or else what it doesn't know yet. */
function failing({ status }: FlowObject): readonly Condition[] {
  const parts = (status?.conditions ?? []).filter(({ type }) => type !== "Ready");
  const wrong = parts.filter(({ status: state }) => state === "False");
  return wrong.length > 0 ? wrong : parts.filter(({ status: state }) => state !== "True");
}

/** Whether a condition only says what is told elsewhere: of what the object leads to, or of a program. */
function isExplained({ graph, down }: Way, { node, edges }: Place, { type }: Condition): boolean {
  const isDown = ofPrograms[type]?.some((link) => down.includes(link)) ?? false;
  return (
    isDown ||
    edges.some((edge) => {
      const state = otherEnd(graph, edge, node)?.state;
      const isBroken = state === "missing" || state === "notReady" || state === "pending";
      return isBroken && (ofOthers[type]?.includes(edge.role) ?? false) && isNamer(edge, node);
    })
  );
}

/** Whether it is the object that names the other: an object says nothing of those that lead to it. */
function isNamer({ from, to, role }: FlowEdge, { id }: FlowNode): boolean {
  return role === "trigger" || role === "subscription" || role === "binding" ? to === id : from === id;
}
