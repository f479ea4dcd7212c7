import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";

import { readText, writeText } from "./files";
import { DEFAULT_NAME } from "./instance";

/** Who works on the lab now, or who started it. */
export interface Holder {
  /** Directory of the checkout. */
  readonly checkout: string;
  readonly pid: number;
  readonly user: string;
  /** ISO 8601. */
  readonly since: string;
}

// Beside the directories that `down` deletes: a lock in there would be two locks for a moment.
const LOCKS = "/run/lock";
/** Directory of this checkout. */
export const CHECKOUT = join(__dirname, "..", "..");

/** Lock of something that all instances share. */
export function machineLock(what: string): string {
  return join(LOCKS, `${DEFAULT_NAME}.machine.${what}.lock`);
}

/** Lock of an instance; without further words that of whoever changes it. */
export function instanceLock(name: string, what = ""): string {
  return join(LOCKS, `${name}${what === "" ? "" : `.${what}`}.lock`);
}

/** This process, as others are told of it. */
export function thisHolder(): Holder {
  return { checkout: CHECKOUT, pid: process.pid, user: userInfo().username, since: new Date().toISOString() };
}

/** Does work under a lock that another process may not have at the same time; fails at once with what `busy` says if one has it. */
export async function tryLock<T>(
  lock: string,
  busy: (who: string) => string,
  work: () => Promise<T>,
): Promise<T> {
  const release = await take(lock, ["--nonblock"]);
  if (release === undefined) throw new Error(busy(await holderOf(lock)));
  return underLock(lock, release, work);
}

/** Does work under a lock, after waiting for whoever has it; `waiting` is told who that is. */
export async function waitForLock<T>(
  lock: string,
  work: () => Promise<T>,
  waiting: (who: string) => void = () => undefined,
): Promise<T> {
  const atOnce = await take(lock, ["--nonblock"]);
  if (atOnce !== undefined) return underLock(lock, atOnce, work);
  waiting(await holderOf(lock));
  const release = await take(lock, []);
  if (release === undefined) throw new Error(`flock (package util-linux) does not lock ${lock}`);
  return underLock(lock, release, work);
}

async function underLock<T>(lock: string, release: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    await writeText(`${lock}.json`, JSON.stringify(thisHolder()));
    return await work();
  } finally {
    await release();
  }
}

/** Takes a lock and gives what gives it back; undefined if it is not to be had. */
async function take(lock: string, options: readonly string[]): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(lock), { recursive: true });
  // The kernel keeps the lock for `flock`, which ends with its input: nothing is left when this process is killed.
  const holder = spawn("flock", [...options, "--no-fork", lock, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<"busy">((resolve, reject) => {
    holder.once("error", (error) =>
      reject(new Error(`cannot run flock (package util-linux): ${error.message}`)),
    );
    holder.once("exit", () => resolve("busy"));
  });
  const held = new Promise<"held">((resolve) => holder.stdout.once("data", () => resolve("held")));
  if ((await Promise.race([held, ended])) === "busy") return undefined;
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

async function holderOf(lock: string): Promise<string> {
  const text = await readText(`${lock}.json`);
  if (text === undefined || text === "") return "another process";
  const { pid, user, checkout, since } = JSON.parse(text) as Holder;
  return `process ${pid} of ${user} in ${checkout}, since ${since}`;
}
