import type { ResultPromise } from "execa";
import { loadExeca } from "../../lab/toolchain/execa";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** After so many minutes the command and all that it started are killed. */
  readonly minutes?: number;
}

export interface Ended {
  /** -1 where a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  /** What it printed to both streams. */
  readonly output: string;
}

export interface Started {
  /** Rejects where the command was killed for its limit, or could not be started. */
  readonly ended: Promise<Ended>;
  /** Kills it with all that it started. */
  readonly kill: () => void;
}

/** Less than the shortest limit that mocha has for a test which runs commands: what hangs is to be named. */
const defaultMinutes = 4;

/** Process groups that are alive: each command leads one, so that what it started dies with it. */
const groups = new Set<number>();

function killGroup(pid: number): void {
  groups.delete(pid);
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

/** Kills all that tests have started and not ended. */
export function killCommands(): void {
  [...groups].forEach(killGroup);
}

type Running = ResultPromise<{ all: true; reject: false }>;

/** Starts a command whose end can be waited for, and which can be killed with all that it started. */
export async function start(
  file: string,
  args: readonly string[],
  { cwd, env, minutes = defaultMinutes }: CommandOptions = {},
): Promise<Started> {
  const execa = await loadExeca();
  const running = execa(file, args, {
    ...{ cwd, env, all: true, reject: false, stdin: "ignore", detached: true, cleanup: false },
  }) as Running;
  const { pid } = running;
  if (pid !== undefined) {
    groups.add(pid);
  }
  return {
    ended: endOf(running, [file, ...args].join(" "), minutes),
    kill: () => (pid === undefined ? undefined : killGroup(pid)),
  };
}

async function endOf(running: Running, command: string, minutes: number): Promise<Ended> {
  const { pid } = running;
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    if (pid !== undefined) {
      killGroup(pid);
    }
  }, minutes * 60_000);
  const { exitCode = -1, stdout, all, cause, code } = await running.finally(() => clearTimeout(limit));
  if (pid !== undefined) {
    groups.delete(pid);
  }
  if (late) {
    throw new Error(`${command} had not ended after ${minutes} minutes and was killed; it printed:\n${all}`);
  }
  if (pid === undefined) {
    throw new Error(`${command} could not be started: ${code ?? String(cause)}`);
  }
  return { exitCode, stdout, output: all };
}

/** Runs a command to its end. */
export async function run(file: string, args: readonly string[], options?: CommandOptions): Promise<Ended> {
  return (await start(file, args, options)).ended;
}

/** Runs a command, gives what it printed to its standard output, and throws all of it unless it succeeds. */
export async function must(file: string, args: readonly string[], options?: CommandOptions): Promise<string> {
  const { exitCode, stdout, output } = await run(file, args, options);
  if (exitCode !== 0) {
    throw new Error(`${[file, ...args].join(" ")} ended with ${exitCode}:\n${output}`);
  }
  return stdout;
}
