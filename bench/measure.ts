import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What running a command took. */
export interface Measurement {
  readonly seconds: number;
  /** Highest memory of any one process of the command whose command line matches, in MB; 0 where none was asked for. */
  readonly peakMegabytes: number;
  readonly output: string;
}

export interface MeasureOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Processes whose memory is watched, by their command line. */
  readonly watch?: RegExp;
}

/** Runs a command to its end and measures it; throws its output where it fails. */
export async function measure(
  command: string,
  args: readonly string[],
  options: MeasureOptions = {},
): Promise<Measurement> {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
  const chunks: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  let peak = 0;
  const { watch } = options;
  const timer =
    watch === undefined ? undefined : setInterval(() => (peak = Math.max(peak, peakMemory(watch))), 50);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("close", resolve).on("error", reject),
  );
  clearInterval(timer);
  const output = chunks.join("");
  if (code !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
  }
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, peakMegabytes: peak, output };
}

/** The kernel's own high-water mark of each matching process, so that no peak between two looks is missed. */
function peakMemory(watch: RegExp): number {
  const peaks = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => peakOf(pid, watch));
  return Math.max(0, ...peaks);
}

function peakOf(pid: string, watch: RegExp): number {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const [, kilobytes] =
      /VmHWM:\s+(\d+)/.exec(watch.test(line) ? readFileSync(`/proc/${pid}/status`, "utf8") : "") ?? [];
    return Number(kilobytes ?? 0) / 1000;
  } catch {
    return 0; // it ended between being listed and being read
  }
}

/** Seconds until a process prints its first line, as a plugin does with its port; the process is then ended. */
export async function untilFirstLine(command: string, args: readonly string[]): Promise<number> {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code} before its first line`)));
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
  return seconds;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
