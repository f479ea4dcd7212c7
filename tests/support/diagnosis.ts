import { join } from "node:path";
import type { Diagnosis } from "../../provider/src/diagnose/diagnose";
import type { Finding } from "../../provider/src/diagnose/finding";
import type { FlowGraph } from "../../provider/src/graph/model";
import { run } from "./command";

/** What the command says, in both of its formats. */
export interface Answer extends Diagnosis {
  readonly ok: boolean;
  /** The first broken link. */
  readonly first?: Finding;
  readonly exitCode: number;
  readonly text: string;
}

const cli = join(__dirname, "..", "..", "provider", "bin", "pulumi-knative");

/** Runs `pulumi-knative diagnose` as users do. */
export async function askDiagnosis(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Answer> {
  const { stdout, exitCode } = await run(cli, ["diagnose", ...args, "-o", "json"], { env });
  const { stdout: text } = await run(cli, ["diagnose", ...args], { env });
  return { ...(JSON.parse(stdout) as Answer), exitCode, text };
}

/** What `pulumi-knative graph` says, in all of its formats. */
export interface DrawnGraph extends FlowGraph {
  readonly text: string;
  readonly mermaid: string;
}

/** Runs `pulumi-knative graph` as users do. */
export async function askGraph(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<DrawnGraph> {
  const ask = async (format: string) => (await run(cli, ["graph", ...args, "-o", format], { env })).stdout;
  const graph = JSON.parse(await ask("json")) as FlowGraph;
  return { ...graph, text: `${await ask("text")}\n`, mermaid: await ask("mermaid") };
}
