import type { Conditioned } from "../diagnose/facts";
import type { FlowRole } from "./kinds";

/** An object that events flow through: of the cluster, or as a program will make it. */
export interface FlowObject extends Conditioned {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec?: unknown;
}

/**
 * How something is: "pending" is what Knative hasn't judged yet, "missing" what is named and isn't there, "unknown" what wasn't looked at,
 * because it is only planned, may not be read, or lies outside the cluster.
 */
export type FlowState = "ready" | "notReady" | "pending" | "missing" | "unknown";

/** Something that events come from, go through or end in. */
export interface FlowNode {
  readonly id: string;
  readonly kind: string;
  /** Undefined for a URL. */
  readonly apiVersion?: string;
  readonly namespace?: string;
  /** Name of the object, or the URL. */
  readonly name: string;
  /** "other" for what is no kind of Knative's. */
  readonly role: FlowRole | "other";
  /** What sets it apart from others of its kind, such as the schedule or filter. */
  readonly detail?: string;
  readonly state: FlowState;
  /** Why it isn't ready, in Knative's words. */
  readonly reason?: string;
}

/** What one thing is to the other that sends to it. */
export type FlowEdgeRole =
  "binding" | "sink" | "trigger" | "subscription" | "subscriber" | "filter" | "reply" | "deadLetterSink";

/** A way that events take. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly role: FlowEdgeRole;
  /** Which one of several, such as "step 1"; or the path below the address. */
  readonly label?: string;
}

/** The flow of events. */
export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/** A reference to something that takes events, or sends them. */
export interface FlowTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What was found of the targets that are no part of the flow that was read, by id; undefined where one isn't there. */
export type Looked = ReadonlyMap<string, FlowObject | undefined>;
