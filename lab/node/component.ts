import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { loadExeca } from "../toolchain/execa";
import { fingerprint, readText, writeText } from "./files";
import { PATHS } from "./layout";
import { limitLog, logFile, tail } from "./logs";
import { identify, isAlive, processesInside, uptimeSeconds, type ProcessId } from "./processTable";
import { firstProcess } from "./sandbox";

/** One long-running program of the node. */
export interface Component {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Files it reads at its start only: when one changes, it is restarted. */
  readonly files?: readonly string[];
  /** Whether it sees the node's file system; else the host's, with nothing of the node's but its network. */
  readonly seesNode: boolean;
  /** Components that must be healthy before it starts. */
  readonly after: readonly string[];
  /** Longest time from its start to its being healthy, in seconds. */
  readonly healthySeconds: number;
  /** Fails, telling why, as long as the component does not do its work. */
  readonly check: () => Promise<void>;
}

export interface ComponentState {
  readonly name: string;
  readonly pid?: number;
  readonly healthy: boolean;
  /** Why it is not healthy. */
  readonly reason?: string;
  readonly uptimeSeconds?: number;
}

interface ProcessRecord extends ProcessId {
  readonly fingerprint: string;
}

const POLL_MS = 100;
const STOP_GRACE_MS = 10_000;

/**
 * Starts a component if it does not run, or runs with other arguments or files than it should have now; then waits
 * until it is healthy. Tells whether it had to be started.
 */
export async function ensureComponent(
  component: Component,
  cgroups: readonly string[],
): Promise<"started" | "running"> {
  const wanted = await fingerprintOf(component);
  const record = await readRecord(component.name);
  const runs = record !== undefined && (await isAlive(record));
  const keep = runs && record.fingerprint === wanted;
  if (runs && !keep) await stopProcess(record);
  const id = keep ? record : await start(component, cgroups, wanted);
  await waitHealthy(component, id);
  return keep ? "running" : "started";
}

/** Looks at a component without touching it. */
export async function inspectComponent(name: string, check: () => Promise<void>): Promise<ComponentState> {
  const record = await readRecord(name);
  if (record === undefined || !(await isAlive(record)))
    return { name, healthy: false, reason: "does not run" };
  const running = { name, pid: record.pid, uptimeSeconds: await uptimeSeconds(record) };
  return check().then(
    () => ({ ...running, healthy: true }),
    (error: unknown) => ({ ...running, healthy: false, reason: messageOf(error) }),
  );
}

/** The number of a component's process on the host; undefined if it does not run. */
export async function componentPid(name: string): Promise<number | undefined> {
  const record = await readRecord(name);
  return (await isAlive(record)) ? record?.pid : undefined;
}

async function start(component: Component, cgroups: readonly string[], wanted: string): Promise<ProcessId> {
  const first = await firstProcess();
  if (first === undefined) throw new Error("the node's first process died; run `npm run lab -- up` again");
  await limitLog(component.name);
  const log = logFile(component.name);
  await writeText(log, (await readText(log)) ?? "", 0o600);
  const namespaces = ["--net", "--pid", "--ipc", "--uts", ...(component.seesNode ? ["--mount"] : [])];
  const execa = await loadExeca();
  const { stdout } = await execa(
    "nsenter",
    [`--target=${first.pid}`, ...namespaces, "--", "sh", "-s", log, ...component.command],
    {
      // Nothing of the caller's: a proxy or a token in there is no business of the cluster's.
      extendEnv: false,
      env: { ...component.env, LAB_CGROUPS: cgroups.join(" ") },
      input: (await readText(join(__dirname, "enter.sh"))) ?? "",
    },
  );
  const id = await identifyInside(first.pid, Number(stdout.trim()));
  if (id === undefined) throw new Error(`ended right after its start; ${await tail(component.name)}`);
  await writeText(recordFile(component.name), JSON.stringify({ ...id, fingerprint: wanted }));
  return id;
}

async function identifyInside(firstPid: number, innerPid: number): Promise<ProcessId | undefined> {
  const pid = (await processesInside(firstPid)).find((entry) => entry.innerPid === innerPid)?.pid;
  return pid === undefined ? undefined : identify(pid);
}

async function waitHealthy(component: Component, id: ProcessId): Promise<void> {
  const deadline = Date.now() + component.healthySeconds * 1000;
  for (;;) {
    // The check first: what answers may still be an older process that is about to be found dead.
    const reason = await component.check().then(() => undefined, messageOf);
    if (!(await isAlive(id))) throw new Error(`ended; ${await tail(component.name)}`);
    if (reason === undefined) return;
    if (Date.now() > deadline) {
      throw new Error(
        `not healthy after ${component.healthySeconds} s: ${reason}\n${await tail(component.name)}`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function stopProcess(id: ProcessId): Promise<void> {
  process.kill(id.pid, "SIGTERM");
  const deadline = Date.now() + STOP_GRACE_MS;
  while (await isAlive(id)) {
    if (Date.now() > deadline) process.kill(id.pid, "SIGKILL");
    await sleep(POLL_MS);
  }
}

async function fingerprintOf({ command, env, files = [], seesNode }: Component): Promise<string> {
  const texts = await Promise.all(files.map(async (path) => (await readText(path)) ?? ""));
  return fingerprint([...command, JSON.stringify(env ?? {}), String(seesNode), ...texts]);
}

function recordFile(name: string): string {
  return join(PATHS.run, "components", `${name}.json`);
}

async function readRecord(name: string): Promise<ProcessRecord | undefined> {
  const text = await readText(recordFile(name));
  return text === undefined ? undefined : (JSON.parse(text) as ProcessRecord);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
