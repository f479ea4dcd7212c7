import type { FlowEdge, FlowNode, FlowState } from "./model";

const states: Readonly<Record<FlowState, string>> = {
  ready: "",
  notReady: "not ready",
  pending: "not ready yet",
  missing: "missing",
  // Nothing was asked.
  unknown: "",
};

/** Longer reasons are cut: the graph shows where, and `diagnose` says all. */
const longest = 120;

/** What is wrong with a node, in one line; empty where nothing is known to be. */
export function trouble({ state, reason = "" }: FlowNode): string {
  const said = state === "missing" || reason === "" ? "" : `: ${reason.replaceAll(/\s+/g, " ")}`;
  const whole = `${states[state]}${said}`;
  return states[state] === "" ? "" : whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole;
}

/** What an edge is called; undefined where it is plain from what it joins. */
export function edgeText({ role, label }: FlowEdge): string | undefined {
  const named = { filter: "filter", reply: "reply", deadLetterSink: "dead letters", binding: "binding" };
  const word = role in named ? named[role as keyof typeof named] : undefined;
  const parts = [label, word].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" ");
}
