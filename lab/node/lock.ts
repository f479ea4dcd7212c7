import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";

import { readText, writeText } from "./files";
import { LAB_NAME } from "./layout";

/** Who works on the lab now, or who started it. */
export interface Holder {
  /** Directory of the checkout. */
  readonly checkout: string;
  readonly pid: number;
  readonly user: string;
  /** ISO 8601. */
  readonly since: string;
}

// Beside the lab's own directory, which `down` deletes: a lock in there would be two locks for a moment.
const LOCK = `/run/lock/${LAB_NAME}.lock`;
const HOLDER = `${LOCK}.json`;
/** Directory of this checkout. */
export const CHECKOUT = join(__dirname, "..", "..");

/** This process, as others are told of it. */
export function thisHolder(): Holder {
  return { checkout: CHECKOUT, pid: process.pid, user: userInfo().username, since: new Date().toISOString() };
}

/** Does work that no two processes may do on the lab at once; fails at once, telling who is at it, if another is. */
export async function withLabLock<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(LOCK), { recursive: true });
  // The kernel keeps the lock for `flock`, which ends with its input: nothing is left when this process is killed.
  const holder = spawn("flock", ["--nonblock", "--no-fork", LOCK, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<"busy">((resolve, reject) => {
    holder.once("error", (error) =>
      reject(new Error(`cannot run flock (package util-linux): ${error.message}`)),
    );
    holder.once("exit", () => resolve("busy"));
  });
  const held = new Promise<"held">((resolve) => holder.stdout.once("data", () => resolve("held")));
  if ((await Promise.race([held, ended])) === "busy") throw new Error(busyMessage(await readHolder()));
  try {
    await writeText(HOLDER, JSON.stringify(thisHolder()));
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}

async function readHolder(): Promise<Holder | undefined> {
  const text = await readText(HOLDER);
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as Holder);
}

function busyMessage(holder: Holder | undefined): string {
  const who =
    holder === undefined
      ? "another process"
      : `process ${holder.pid} of ${holder.user} in ${holder.checkout}, since ${holder.since}`;
  return `the lab is being changed by ${who}; wait for it to end, or end it, and try again`;
}
