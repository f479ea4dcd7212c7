import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";

import { loadExeca } from "./execa";

const TAIL_LINES = 15;

export interface LoggedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** File that gets the command line and all that the command prints, after what is in it already. */
  readonly log: string;
  /** Gets each line that it prints. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command that prints much. Fails with what it was, how it ended, and the last lines of its log. */
export async function runLogged({ file, args, cwd, env, log, onLine }: LoggedCommand): Promise<void> {
  await mkdir(dirname(log), { recursive: true });
  await appendFile(log, `$ ${[file, ...args].join(" ")}\n`);
  const watched = function* (line: unknown) {
    onLine?.(String(line));
    yield line;
  };
  const output = [watched, { file: log, append: true }];
  const execa = await loadExeca();
  const end = await execa(file, args, {
    cwd,
    env,
    stdin: "ignore",
    stdout: output,
    stderr: output,
    reject: false,
  });
  if (!end.failed) return;
  throw new Error(
    `${end.shortMessage}\nlast lines of ${log}:\n${lastLines(await readFile(log, "utf8"), TAIL_LINES)}`,
  );
}

/** The last lines of a text that are not blank, indented for an error message. */
export function lastLines(text: string, count: number): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join("\n");
}
