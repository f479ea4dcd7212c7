import { readFile, readdir, readlink } from "node:fs/promises";

import { isMissing, readText } from "./files";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks from boot to its start. */
  readonly startTicks: number;
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
  return state === "Z" || state === "X" ? undefined : { pid, startTicks };
}

/** Whether that very process still runs. */
export async function isAlive(id: ProcessId | undefined): Promise<boolean> {
  return id !== undefined && (await identify(id.pid))?.startTicks === id.startTicks;
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

/** All processes in the process namespace whose first process is the given one, those in deeper namespaces included. */
export async function processesInside(firstPid: number): Promise<{ pid: number; innerPid: number }[]> {
  const depth = parseNamespacePids((await readText(`/proc/${firstPid}/status`)) ?? "").length;
  const namespace = await readlink(`/proc/${firstPid}/ns/pid`).catch(() => undefined);
  if (namespace === undefined) return [];
  const found = await Promise.all((await allPids()).map((pid) => locate(pid, namespace, depth)));
  return found.filter((entry) => entry !== undefined);
}

async function allPids(): Promise<number[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function locate(pid: number, namespace: string, depth: number) {
  try {
    const pids = parseNamespacePids(await readFile(`/proc/${pid}/status`, "utf8"));
    if (pids.length < depth) return undefined;
    const same = pids.length > depth || (await readlink(`/proc/${pid}/ns/pid`)) === namespace;
    return same ? { pid, innerPid: pids[depth - 1] ?? 0 } : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
