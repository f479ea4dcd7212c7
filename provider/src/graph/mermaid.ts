import type { FlowEdge, FlowGraph, FlowNode } from "./model";
import { edgeText, trouble } from "./words";

/** Shapes by what a node is. */
const shapes: Readonly<Record<FlowNode["role"], readonly [open: string, close: string]>> = {
  source: ["([", "])"],
  broker: ["{{", "}}"],
  trigger: [">", "]"],
  channel: ["[(", ")]"],
  subscription: [">", "]"],
  flow: ["[[", "]]"],
  sink: ["[/", "/]"],
  service: ["[", "]"],
  other: ["(", ")"],
};

const classes = [
  "classDef notReady stroke:#c62828,stroke-width:3px",
  "classDef missing stroke:#c62828,stroke-width:3px,stroke-dasharray:5 5",
  "classDef pending stroke:#ef6c00,stroke-width:2px",
];

/** A flow as a Mermaid flowchart: from left to right as events go, with what isn't ready marked. */
export function renderMermaid({ nodes, edges }: FlowGraph): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index + 1}`]));
  const marked = nodes.filter(({ state }) => state !== "ready" && state !== "unknown");
  const lines = [
    ...boxed(nodes, (node) => `${ids.get(node.id)}${shaped(node)}`),
    ...edges.map((edge) => `${ids.get(edge.from)} ${arrow(edge)} ${ids.get(edge.to)}`),
    ...(marked.length === 0 ? [] : classes),
    ...marked.map(({ id, state }) => `class ${ids.get(id)} ${state}`),
  ];
  return `${["flowchart LR", ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

/** Nodes in a box for each namespace, where there are several. */
function boxed(nodes: readonly FlowNode[], line: (node: FlowNode) => string): readonly string[] {
  const namespaces = [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))].toSorted();
  if (namespaces.length < 2) {
    return nodes.map(line);
  }
  const outside = nodes.filter(({ namespace }) => namespace === undefined);
  return [
    ...namespaces.flatMap((namespace, index) => [
      `subgraph ns${index + 1}["${escaped(namespace)}"]`,
      ...nodes.filter((node) => node.namespace === namespace).map((node) => `  ${line(node)}`),
      "end",
    ]),
    ...outside.map(line),
  ];
}

function shaped(node: FlowNode): string {
  const { kind, name, detail = "", role } = node;
  const wrong = trouble(node);
  const [open, close] = shapes[role];
  const lines = [`${kind} ${name}`, detail, wrong === "" ? "" : `✘ ${wrong}`].filter((line) => line !== "");
  return `${open}"${lines.map(escaped).join("<br/>")}"${close}`;
}

function arrow(edge: FlowEdge): string {
  const text = edgeText(edge);
  const line = edge.role === "deadLetterSink" ? "-.->" : "-->";
  return text === undefined ? line : `${line}|"${escaped(text)}"|`;
}

/** Mermaid reads entities, and takes some of these for its own signs or for HTML. */
function escaped(text: string): string {
  return text.replaceAll(/["#&<>`\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
