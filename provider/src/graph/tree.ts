import type { MarkPaint } from "../diagnose/findingText";
import type { FlowEdge, FlowGraph, FlowNode } from "./model";
import { edgeText, trouble } from "./words";

/** A flow as trees for a terminal: from what nothing leads to, along all ways that events take. */
export function renderTree(graph: FlowGraph, paint: MarkPaint): string {
  if (graph.nodes.length === 0) {
    return "No events flow here.\n";
  }
  const ends = new Set(graph.edges.map(({ to }) => to));
  const trees = new Trees(graph, paint);
  // What only leads in a circle begins with its first.
  for (const node of [...graph.nodes.filter(({ id }) => !ends.has(id)), ...graph.nodes]) {
    trees.begin(node);
  }
  return `${trees.lines.join("\n")}\n`;
}

class Trees {
  readonly lines: string[] = [];
  private readonly told = new Set<string>();
  private readonly byId: ReadonlyMap<string, FlowNode>;

  constructor(
    private readonly graph: FlowGraph,
    private readonly paint: MarkPaint,
  ) {
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
  }

  begin(node: FlowNode): void {
    if (!this.told.has(node.id)) {
      this.tell(node, "", "");
    }
  }

  private tell(node: FlowNode, first: string, further: string): void {
    const ways = this.waysOf(node);
    const isAgain = this.told.has(node.id) && ways.length > 0;
    this.lines.push(`${first}${nodeLine(node, this.paint)}${isAgain ? " (see above)" : ""}`);
    this.told.add(node.id);
    if (isAgain) {
      return;
    }
    ways.forEach(([edge, next], index) => {
      const isLast = index === ways.length - 1;
      const text = edgeText(edge);
      this.tell(
        next,
        `${further}${isLast ? "└─ " : "├─ "}${text === undefined ? "" : `${text}: `}`,
        `${further}${isLast ? "   " : "│  "}`,
      );
    });
  }

  private waysOf({ id }: FlowNode): readonly (readonly [FlowEdge, FlowNode])[] {
    return this.graph.edges
      .filter(({ from }) => from === id)
      .toSorted((a, b) => lateness(a) - lateness(b))
      .flatMap((edge) => {
        const next = this.byId.get(edge.to);
        return next === undefined ? [] : [[edge, next] as const];
      });
  }
}

/** Dead letters after what is meant to get the events. */
function lateness({ role }: FlowEdge): number {
  return role === "deadLetterSink" ? 2 : role === "reply" ? 1 : 0;
}

function nodeLine(node: FlowNode, paint: MarkPaint): string {
  const { kind, namespace, name, detail, state } = node;
  const wrong = trouble(node);
  const marks = {
    ready: paint.green("✔"),
    notReady: paint.red(`✘ ${wrong}`),
    missing: paint.red(`✘ ${wrong}`),
    pending: paint.yellow(`! ${wrong}`),
    unknown: "",
  };
  const title = `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
  return [title, detail === undefined ? "" : `(${detail})`, marks[state]]
    .filter((part) => part !== "")
    .join(" ");
}
