import { readFile, readdir, readlink } from "node:fs/promises";

import { isMissing, readText } from "./files";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks from boot to its start. */
  readonly startTicks: number;
  /** The kernel's name for that boot: a record may outlive a restart, after which numbers and ticks begin anew. */
  readonly boot?: string;
}

const TICKS_PER_SECOND = 100;

/** State letter and start time from the text of /proc/<pid>/stat. The name in it may hold spaces and brackets. */
export function parseStat(stat: string): { readonly state: string; readonly startTicks: number } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTicks: Number(fields[19]) };
}

/** Identifies a running process; undefined if there is none of that number, or only its zombie. */
export async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = await readText(`/proc/${pid}/stat`).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (stat === undefined) return undefined;
  const { state, startTicks } = parseStat(stat);
  return state === "Z" || state === "X" ? undefined : { pid, startTicks, boot: await bootId() };
}

/** Whether that very process still runs. */
export async function isAlive(id: ProcessId | undefined): Promise<boolean> {
  if (id === undefined || (id.boot !== undefined && id.boot !== (await bootId()))) return false;
  return (await identify(id.pid))?.startTicks === id.startTicks;
}

/** The kernel's name for the time since it started. */
export async function bootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}

/** Seconds that a process has run. */
export async function uptimeSeconds(id: ProcessId): Promise<number> {
  const sinceBoot = Number((await readFile("/proc/uptime", "utf8")).split(" ")[0]);
  return Math.max(0, Math.round(sinceBoot - id.startTicks / TICKS_PER_SECOND));
}

/** The numbers in a process's namespaces, from the host's inwards, out of the text of /proc/<pid>/status. */
export function parseNamespacePids(status: string): number[] {
  return (/^NSpid:\s*(.*)$/m.exec(status)?.[1] ?? "").split(/\s+/).filter(Boolean).map(Number);
}

/** A process as seen from the host. */
export interface Located {
  readonly pid: number;
  readonly parent: number;
  /** Its numbers in its namespaces, from the host's inwards. */
  readonly numbers: readonly number[];
  /** Its innermost process namespace. */
  readonly namespace: string;
}

/** All processes in the process namespace whose first process is the given one, those in deeper namespaces included. */
export async function processesInside(firstPid: number): Promise<{ pid: number; innerPid: number }[]> {
  const found = await Promise.all((await allPids()).map(locate));
  return inside(
    firstPid,
    found.filter((entry) => entry !== undefined),
  );
}

/**
 * Those of a machine's processes that are in the namespace of the first one. A process in a namespace as deep as that of another
 * lab's pods tells nothing of the ones around it, but one of its ancestors does.
 */
export function inside(
  firstPid: number,
  processes: readonly Located[],
): { readonly pid: number; readonly innerPid: number }[] {
  const byPid = new Map(processes.map((entry) => [entry.pid, entry]));
  const first = byPid.get(firstPid);
  if (first === undefined) return [];
  const depth = first.numbers.length;
  const isInside = (entry: Located | undefined): boolean => {
    if (entry === undefined || entry.numbers.length < depth) return false;
    return entry.numbers.length === depth
      ? entry.namespace === first.namespace
      : isInside(byPid.get(entry.parent));
  };
  return processes.filter(isInside).map(({ pid, numbers }) => ({ pid, innerPid: numbers[depth - 1] ?? 0 }));
}

async function allPids(): Promise<number[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function locate(pid: number): Promise<Located | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const parent = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
    // Those of processes that even root may not look into are none of a lab's.
    const namespace = await readlink(`/proc/${pid}/ns/pid`).catch(() => "");
    return { pid, parent, numbers: parseNamespacePids(status), namespace };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
