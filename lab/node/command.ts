import { loadExeca } from "../toolchain/execa";

/** Runs a command and gives what it printed. Fails with the command and what it said, or after a minute. */
export async function run(
  file: string,
  args: readonly string[],
  input?: string,
  timeoutSeconds = 60,
): Promise<string> {
  const execa = await loadExeca();
  const end = await execa(file, args, { reject: false, input: input ?? "", timeout: timeoutSeconds * 1000 });
  if (!end.failed) return end.stdout;
  throw new Error(`${[file, ...args].join(" ")} failed: ${end.stderr.trim() || end.shortMessage}`);
}

/** Runs a short command whose failure is one of the answers. */
export async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  const execa = await loadExeca();
  const end = await execa(file, args, { reject: false, stdin: "ignore", timeout: 60_000 });
  return !end.failed;
}
