import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { LAB_NAME } from "./layout";
import { instanceLock, waitForLock } from "./lock";
import { identify, isAlive, type ProcessId } from "./processTable";

/** Every process that a run starts inherits it. The node's own programs don't: they are started with a clean environment. */
const MARK = "LAB_RUN_OF";
const DEATH_MS = 10_000;
const POLL_MS = 50;

/**
 * Does work that has the lab for itself from its beginning to its end, such as a run of tests: waits for another such run, and says
 * so. What a run that was killed has left running is killed first: it would go on changing the cluster.
 */
export async function withLabRun<T>(say: (text: string) => void, work: () => Promise<T>): Promise<T> {
  const waiting = (who: string) => say(`waiting: ${who} works with this lab (${LAB_NAME})`);
  return waitForLock(
    instanceLock(LAB_NAME, "run"),
    async () => {
      const left = await killLeft();
      if (left > 0) say(`killed ${left} processes that an earlier run of this lab had left`);
      process.env[MARK] = LAB_NAME;
      return work();
    },
    waiting,
  );
}

/** Kills what has the mark of an earlier run: whoever has the lock knows that no such run is alive. Tells how many there were. */
async function killLeft(): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => ((await hasMark(pid)) ? identify(pid) : undefined)),
  );
  const left = found.filter((id) => id !== undefined && id.pid !== process.pid) as readonly ProcessId[];
  for (const { pid } of left) kill(pid);
  const deadline = Date.now() + DEATH_MS;
  for (const id of left) {
    while (await isAlive(id)) {
      if (Date.now() > deadline)
        throw new Error(`process ${id.pid}, which an earlier run of this lab has left, does not die`);
      await sleep(POLL_MS);
    }
  }
  return left.length;
}

async function hasMark(pid: number): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  return environment.split("\0").includes(`${MARK}=${LAB_NAME}`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
