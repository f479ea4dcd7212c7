import type { ProblemCode } from "../problems";
import type { KubeObject } from "./facts";

/** The links between a service and a request's answer, in the order in which they depend on each other. */
export const links = [
  "controllers",
  "webhook",
  "namespace",
  "service",
  "configuration",
  "revision",
  "pods",
  "autoscaler",
  "activator",
  "route",
  "ingress",
  "gateway",
  "domain",
  "address",
] as const;
export type Link = (typeof links)[number];

/** What an object is called: by kind, namespace and name. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  /** Undefined for objects that belong to no namespace. */
  readonly namespace?: string;
}

/** "error": requests fail or never will succeed; "warning": it works, but hardly as it was meant. */
export type Severity = "error" | "warning";

/** One thing that is wrong, what lies behind it, and what to do next. */
export interface Finding<L extends string = Link> {
  readonly link: L;
  readonly object: ObjectName;
  /** The one of several gateways that it is about, as `namespace/name` of Istio's Gateway. */
  readonly gateway?: string;
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** In the words of the object itself: its condition, event, or the last lines of its log. */
  readonly message: string;
  /** What most likely caused it. */
  readonly cause: string;
  /** Commands to run next, in this order: to see more, or to mend it. */
  readonly next: readonly string[];
}

export function nameOf(kind: string, { metadata }: KubeObject): ObjectName {
  return { kind, name: metadata.name, namespace: metadata.namespace };
}

/** `Kind namespace/name`. */
export function objectText({ kind, name, namespace }: ObjectName): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** An error; the rest says what it is. */
export function broken<L extends string = Link>(finding: Omit<Finding<L>, "severity">): Finding<L> {
  return { ...finding, severity: "error" };
}

/** Whether a finding of any way keeps things from working. */
export function isError({ severity }: { readonly severity: string }): boolean {
  return severity === "error";
}

/** A command of kubectl in a namespace. */
export function kubectl(namespace: string | undefined, ...words: readonly string[]): string {
  return ["kubectl", ...(namespace === undefined ? [] : ["-n", namespace]), ...words].join(" ");
}
