import type { FlowRole } from "../../graph/kinds";
import type { FlowEdge, FlowEdgeRole, FlowNode, FlowObject } from "../../graph/model";
import { didYouMean, type ProblemCode } from "../../problems";
import { age, conditionOf, type Condition } from "../facts";
import { kubectl, nameOf } from "../finding";
import { causeOf, describe, resourceOf } from "./causes";
import type { EventFinding, EventLink } from "./finding";

/** Links and codes by what an object is to the flow. */
const places: Readonly<Record<FlowRole | "other", readonly [link: EventLink, code: ProblemCode]>> = {
  source: ["source", "KN9073"],
  broker: ["broker", "KN9074"],
  trigger: ["trigger", "KN9075"],
  channel: ["channel", "KN9076"],
  subscription: ["subscription", "KN9075"],
  flow: ["flow", "KN9076"],
  sink: ["sink", "KN9076"],
  service: ["subscriber", "KN9078"],
  other: ["subscriber", "KN9078"],
};

const words: Readonly<Record<FlowEdgeRole, string>> = {
  binding: "subject",
  sink: "sink",
  trigger: "broker",
  subscription: "channel",
  subscriber: "subscriber",
  filter: "filter",
  reply: "reply",
  deadLetterSink: "dead letter sink",
};

/** Time that a controller has before what it hasn't said counts as broken, in milliseconds. */
const grace = 120_000;

/** The link of what an object is to the flow. */
export function linkOf(role: FlowNode["role"]): EventLink {
  return places[role][0];
}

/** A way to something that isn't there. */
interface Lost {
  readonly node: FlowNode;
  readonly object: FlowObject;
  readonly edge: FlowEdge;
  readonly other: FlowNode;
  /** What the object says of it. */
  readonly says: Condition | undefined;
  /** What else there is of its kind. */
  readonly known: readonly FlowNode[];
}

/** The finding of something that an object names and that isn't there. */
export function lost({ node, object, edge, other, says, known }: Lost): EventFinding {
  const { kind, namespace, name, apiVersion = "" } = other;
  const isDeadLetters = edge.role === "deadLetterSink";
  const part = /^(step|branch) \d+/.exec(edge.label ?? "")?.[0];
  const word = `${words[edge.role]}${part === undefined ? "" : ` of ${part}`}`;
  const guess = didYouMean(
    name,
    known.map((each) => each.name),
  );
  return {
    link: isDeadLetters ? "dead letters" : places[node.role][0],
    object: nameOf(object.kind, object),
    severity: "error",
    code: isDeadLetters ? "KN9079" : "KN9077",
    message: says === undefined ? `names ${kind} ${namespace}/${name}` : textOf(says),
    cause: `its ${word}, ${kind} ${namespace}/${name}, isn't there${guess}`,
    next: [kubectl(namespace, "get", resourceOf(apiVersion, kind)), describe(object)],
  };
}

/** An object that isn't ready. */
interface Unready {
  readonly node: FlowNode;
  readonly object: FlowObject;
  /** What fails of it; undefined where Knative has said nothing. */
  readonly condition: Condition | undefined;
  readonly readAt: number;
  /** Whether it gets dead letters alone. */
  readonly isLast: boolean;
}

/** The finding of an object that isn't ready by itself. */
export function judged({ node, object, condition, readAt, isLast }: Unready): EventFinding {
  const [link, code] = places[node.role];
  const name = nameOf(object.kind, object);
  const severity = isUnderWay(object, readAt) ? "warning" : "error";
  if (node.role === "service") {
    const { namespace, name: service } = object.metadata;
    return {
      link: isLast ? "dead letters" : link,
      object: name,
      severity,
      code,
      message: node.reason ?? "not ready",
      cause:
        "the service has no address for events as long as it isn't ready; its own diagnosis names what keeps it",
      next: [`pulumi-knative diagnose ${service} -n ${namespace}`, describe(object)],
    };
  }
  const isDeadLetters = condition?.type === "DeadLetterSinkResolved";
  const message = condition === undefined ? (node.reason ?? "not ready") : textOf(condition);
  return {
    link: isDeadLetters ? "dead letters" : link,
    object: name,
    severity,
    code: isDeadLetters ? "KN9079" : code,
    message,
    ...(condition === undefined ? unserved(object) : causeOf(object, condition.type)),
  };
}

/** What Knative hasn't said anything of. */
function unserved(object: FlowObject): Pick<EventFinding, "cause" | "next"> {
  const brokerClass = object.metadata.annotations?.["eventing.knative.dev/broker.class"];
  const cause =
    object.kind === "Broker"
      ? brokerClass === undefined
        ? "it has no class (annotation eventing.knative.dev/broker.class), so no controller takes it for its own"
        : `no controller for brokers of class ${brokerClass} runs, or it hasn't got to it`
      : `the controller for ${object.kind} doesn't run, or it hasn't got to it`;
  return { cause, next: [describe(object), kubectl("knative-eventing", "get", "deployments")] };
}

/** Whether Knative may just need more time: it hasn't said that anything is wrong, and not been at it for long. */
function isUnderWay({ metadata, status }: FlowObject, readAt: number): boolean {
  const ready = conditionOf({ status }, "Ready");
  if (ready === undefined) {
    return age(metadata.creationTimestamp, readAt) < grace;
  }
  const isOld = status?.observedGeneration !== metadata.generation;
  return ready.status !== "False" && (isOld || age(ready.lastTransitionTime, readAt) < grace);
}

function textOf({ type, status, reason, message }: Condition): string {
  const said = [reason, message].filter((text) => (text ?? "") !== "").join(": ");
  return said === "" ? `${type} is ${status}` : `${type}: ${said}`;
}
