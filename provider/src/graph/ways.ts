import { getAt, isObject } from "../manifests/manifest";
import type { FlowEdgeRole, FlowObject, FlowTarget } from "./model";

/** Where a way leads: to an object, to a URL, or to what is only known as the program runs. */
export type WayEnd =
  | { readonly target: FlowTarget }
  | { readonly url: string }
  | { readonly pods: FlowTarget; readonly selector: string };

/** A way that begins or ends at an object. */
export interface Way {
  readonly role: FlowEdgeRole;
  /** "in": from the end to the object, "out": from the object to the end. */
  readonly direction: "in" | "out";
  readonly end: WayEnd;
  readonly label?: string;
}

/** All ways that an object's spec speaks of. */
export function waysOf(object: FlowObject): readonly Way[] {
  return (byKind[object.kind] ?? sending)(object);
}

const byKind: Readonly<Record<string, (object: FlowObject) => readonly Way[]>> = {
  Trigger: (object) => [...brokerOf(object), ...out(object, "subscriber"), ...dead(object, object.spec)],
  Subscription: (object) => [
    ...inFrom(object, "subscription", getAt(object.spec, ["channel"])),
    ...out(object, "subscriber"),
    ...out(object, "reply"),
    ...dead(object, object.spec),
  ],
  Sequence: (object) => [
    ...listAt(object.spec, "steps").flatMap((step, index) => [
      ...outTo(object, "subscriber", step, `step ${index + 1}`),
      ...dead(object, step, `step ${index + 1}`),
    ]),
    ...out(object, "reply"),
  ],
  Parallel: (object) => [
    ...listAt(object.spec, "branches").flatMap((branch, index) => [
      ...(["filter", "subscriber", "reply"] as const).flatMap((role) =>
        outTo(object, role, getAt(branch, [role]), `branch ${index + 1}`),
      ),
      ...dead(object, branch, `branch ${index + 1}`),
    ]),
    ...out(object, "reply"),
  ],
  SinkBinding: (object) => [...subjectOf(object), ...sending(object)],
  EventTransform: (object) => [...sending(object), ...out(object, "reply")],
};

/** Sources, and brokers, channels and sinks, which name nobody but a dead letter sink. */
function sending(object: FlowObject): readonly Way[] {
  return [...out(object, "sink"), ...dead(object, object.spec)];
}

/** A destination that a property of the spec's own names. */
function out(object: FlowObject, role: FlowEdgeRole): readonly Way[] {
  return outTo(object, role, getAt(object.spec, [role]));
}

function dead(object: FlowObject, part: unknown, label?: string): readonly Way[] {
  return outTo(object, "deadLetterSink", getAt(part, ["delivery", "deadLetterSink"]), label);
}

/** A destination of Knative's: a reference, a URL, or a path below a reference. */
function outTo(object: FlowObject, role: FlowEdgeRole, value: unknown, label?: string): readonly Way[] {
  const reference = getAt(value, ["ref"]);
  const uri = getAt(value, ["uri"]);
  const target = targetOf(object, reference);
  if (target !== undefined) {
    const path = typeof uri === "string" && uri !== "" ? uri : undefined;
    const said = [label, path].filter((part) => part !== undefined).join(" ");
    return [{ role, direction: "out", end: { target }, ...(said === "" ? {} : { label: said }) }];
  }
  return typeof uri === "string"
    ? [{ role, direction: "out", end: { url: uri }, ...(label === undefined ? {} : { label }) }]
    : [];
}

function inFrom(object: FlowObject, role: FlowEdgeRole, reference: unknown): readonly Way[] {
  const target = targetOf(object, reference);
  return target === undefined ? [] : [{ role, direction: "in", end: { target } }];
}

/** The broker of a trigger, by name in its namespace or by a reference to another. */
function brokerOf(trigger: FlowObject): readonly Way[] {
  const reference = getAt(trigger.spec, ["brokerRef"]);
  const name = getAt(trigger.spec, ["broker"]);
  const own = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name };
  return inFrom(trigger, "trigger", isObject(reference) ? { ...own, ...reference } : own);
}

function targetOf({ metadata }: FlowObject, reference: unknown): FlowTarget | undefined {
  if (!isObject(reference)) {
    return undefined;
  }
  const { apiVersion, group, kind, name, namespace = metadata.namespace } = reference;
  return typeof kind === "string" && typeof name === "string"
    ? {
        apiVersion: typeof apiVersion === "string" ? apiVersion : `${String(group)}/v1`,
        kind,
        name,
        namespace: typeof namespace === "string" ? namespace : "default",
      }
    : undefined;
}

/** What a SinkBinding is about: one object, or all that have some labels. */
function subjectOf(binding: FlowObject): readonly Way[] {
  const subject = getAt(binding.spec, ["subject"]);
  const target = targetOf(binding, subject);
  if (target !== undefined) {
    return [{ role: "binding", direction: "in", end: { target } }];
  }
  const labels = getAt(subject, ["selector", "matchLabels"]);
  const selector = isObject(labels)
    ? Object.entries(labels)
        .map(([label, value]) => `${label}=${String(value)}`)
        .join(",")
    : "a selector";
  const pods = targetOf(binding, isObject(subject) ? { ...subject, name: selector } : undefined);
  return pods === undefined ? [] : [{ role: "binding", direction: "in", end: { pods, selector } }];
}

function listAt(spec: unknown, property: string): readonly unknown[] {
  const value = getAt(spec, [property]);
  return Array.isArray(value) ? value : [];
}
