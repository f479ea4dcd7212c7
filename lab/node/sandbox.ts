import { spawn } from "node:child_process";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readText, writeText } from "./files";
import { LAB_NAME, PATHS } from "./layout";
import { logFile, tail } from "./logs";
import { identify, isAlive, processesInside, type ProcessId } from "./processTable";

const READY = join(PATHS.run, "node.ready");
const START_TIMEOUT_MS = 10_000;
const KILL_TIMEOUT_MS = 20_000;
const POLL_MS = 20;

/**
 * The node's first process, if it runs. When it dies, the kernel kills everything in the node.
 *
 * @param run directory of an instance, by default this one's
 */
export async function firstProcess(run: string = PATHS.run): Promise<ProcessId | undefined> {
  const text = await readText(firstFile(run));
  const id = text === undefined ? undefined : (JSON.parse(text) as ProcessId);
  return (await isAlive(id)) ? id : undefined;
}

export interface SandboxOptions {
  readonly tini: string;
  /** Host directories that the node must see under the same path. */
  readonly shown: readonly string[];
  /** Control groups for the node's own processes. */
  readonly cgroups: readonly string[];
}

/** Starts the node's first process, in namespaces of its own and the lab's network namespace. */
export async function startSandbox({ tini, shown, cgroups }: SandboxOptions): Promise<ProcessId> {
  await rm(READY, { force: true });
  const log = await open(logFile("node"), "a");
  const unshare = ["unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"];
  const init = ["sh", join(__dirname, "init.sh"), LAB_NAME, PATHS.state, PATHS.run, shown.join(":"), tini];
  const child = spawn("nsenter", [`--net=${PATHS.netns}`, ...unshare, ...init], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: { PATH: process.env.PATH, LAB_CGROUPS: cgroups.join(" ") },
  });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  try {
    const first = await Promise.race([failed, waitForFirst(child.pid)]);
    await writeText(firstFile(PATHS.run), JSON.stringify(first));
    return first;
  } finally {
    child.unref();
    await log.close();
  }
}

/** Kills everything in the node and waits until it is gone. */
export async function killSandbox(): Promise<void> {
  const first = await firstProcess();
  if (first === undefined) return;
  const inside = await Promise.all((await processesInside(first.pid)).map(({ pid }) => identify(pid)));
  process.kill(first.pid, "SIGKILL");
  const deadline = Date.now() + KILL_TIMEOUT_MS;
  for (const id of inside) {
    while (await isAlive(id)) {
      if (Date.now() > deadline)
        throw new Error(`process ${id?.pid} of the lab does not die; is its disk hanging?`);
      await sleep(POLL_MS);
    }
  }
}

function firstFile(run: string): string {
  return join(run, "first.json");
}

async function waitForFirst(parent: number | undefined): Promise<ProcessId> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const children =
      parent === undefined
        ? ""
        : await readFile(`/proc/${parent}/task/${parent}/children`, "utf8").catch(() => undefined);
    if (children === undefined) break;
    const first = Number(children.trim().split(" ")[0]);
    const id = first > 0 ? await identify(first) : undefined;
    if (id !== undefined && (await readText(READY)) !== undefined) return id;
    await sleep(POLL_MS);
  }
  throw new Error(`the node's namespaces could not be set up:\n${await tail("node")}`);
}
