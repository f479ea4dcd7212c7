import { Command, Option } from "commander";
import colors from "picocolors";
import { deniedText } from "../diagnose/findingText";
import {
  exitCodes,
  sessionOptions,
  terminal,
  withReader,
  type ReadingOptions,
  type Surroundings,
} from "../diagnose/session";
import { graphOf } from "./graph";
import { renderMermaid } from "./mermaid";
import type { FlowGraph } from "./model";
import { objectsOf } from "./program";
import { readFlow } from "./read";
import { renderTree } from "./tree";

const formats = ["mermaid", "text", "json"] as const;

/** What the command line says. */
export interface GraphOptions extends ReadingOptions {
  readonly allNamespaces?: boolean;
  /** A stack file of the root program; undefined asks the cluster. */
  readonly stackFile?: string;
  readonly output: (typeof formats)[number];
}

const help = `
What isn't ready is marked, with Knative's reason; "pulumi-knative diagnose events" says what to do about it.

Examples:
  pulumi-knative graph -o text
  pulumi-knative graph -A > events.mmd
  pulumi-knative graph --stack-file Pulumi.prod.yaml

Exit code: 0 it is printed, 1 the stack file has problems, 2 wrong usage or no answer from the cluster.`;

/** `pulumi-knative graph`: where events come from, where they go, and what isn't ready on the way. */
export function graphCommand(surroundings: Surroundings = terminal): Command {
  const command = new Command("graph")
    .description(
      "print the flow of events, from sources over brokers, triggers and channels to what gets them, as Mermaid, text or JSON",
    )
    .option("-n, --namespace <name>", "namespace to look at (default: the context's)")
    .option("-A, --all-namespaces", "all namespaces")
    .addOption(
      new Option(
        "--stack-file <path>",
        "show what a stack file of the root program plans; no cluster is asked",
      ).conflicts(["namespace", "allNamespaces", "context", "kubeconfig"]),
    )
    .addHelpText("after", help)
    .exitOverride()
    .action(async (options: GraphOptions) => {
      process.exitCode = await runGraph(options, surroundings);
    });
  return sessionOptions(formats).reduce((whole, option) => whole.addOption(option), command);
}

/** Runs the command and gives its exit code. */
export async function runGraph(options: GraphOptions, surroundings: Surroundings): Promise<number> {
  if (options.stackFile !== undefined) {
    // Loaded only here: what reads a stack file takes Pulumi with it.
    const { readStackFileEventing } = await import("../platform/stackFile.js");
    const eventing = await readStackFileEventing(options.stackFile);
    print(graphOf(objectsOf(eventing), new Map()), [], options, surroundings);
    return exitCodes.fine;
  }
  return withReader(options, surroundings, async (reader, namespace) => {
    const { objects, looked } = await readFlow(
      reader,
      options.allNamespaces === true ? undefined : namespace,
    );
    print(graphOf(objects, looked), reader.denied, options, surroundings);
    return exitCodes.fine;
  });
}

function print(
  graph: FlowGraph,
  denied: readonly string[],
  { output }: GraphOptions,
  { write, complain, color }: Surroundings,
): void {
  if (output === "json") {
    write(`${JSON.stringify({ ...graph, denied }, undefined, 2)}\n`);
    return;
  }
  write(output === "text" ? renderTree(graph, colors.createColors(color)) : renderMermaid(graph));
  if (denied.length > 0) {
    complain(`${deniedText(denied)}\n`);
  }
}
