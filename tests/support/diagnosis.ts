import { join } from "node:path";
import type { Diagnosis } from "../../provider/src/diagnose/diagnose";
import type { Finding } from "../../provider/src/diagnose/finding";
import { loadExeca } from "../../lab/toolchain/execa";

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
  const execa = await loadExeca();
  const options = { env, reject: false } as const;
  const json = await execa(cli, ["diagnose", ...args, "-o", "json"], options);
  const { stdout: text } = await execa(cli, ["diagnose", ...args], options);
  return { ...(JSON.parse(json.stdout) as Answer), exitCode: json.exitCode ?? -1, text };
}
