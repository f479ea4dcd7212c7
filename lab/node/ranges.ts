import { existsSync, readdirSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

import { writeText } from "./files";
import { freeRange, instancesAmong } from "./instance";
import { machineLock, waitForLock } from "./lock";
import { hostClaims, parseRoutes, type Claim } from "./networks";

/** Directories with one entry for each instance of the lab. */
export const STATES = "/var/lib";
const RUNS = "/run";

/** Where an instance keeps which range is its own. `reset` deletes it with the rest of the state. */
export function rangeFile(name: string): string {
  return join(STATES, name, "range");
}

/** Names of all instances that are up, or were and have kept their state. */
export function knownInstances(): string[] {
  return instancesAmong(
    [STATES, RUNS].flatMap((directory) => (existsSync(directory) ? readdirSync(directory) : [])),
  );
}

/** The range of an instance: the one it has, else one that is free now. Keeps nothing: `claimRange` does, when the lab is made. */
export function rangeOf(name: string): number {
  return recordedRange(name) ?? freeRange(name, takenRanges(name), claimsOnHost());
}

/**
 * Keeps the range for the instance. Fails if another has taken it since this process began.
 */
export async function claimRange(name: string, range: number): Promise<void> {
  await waitForLock(machineLock("ranges"), async () => {
    if (recordedRange(name) === range) return;
    if (takenRanges(name).includes(range)) {
      throw new Error("another lab has taken the same addresses at this very moment; try again");
    }
    await writeText(rangeFile(name), String(range));
  });
}

function takenRanges(besides: string): number[] {
  return knownInstances()
    .filter((name) => name !== besides)
    .flatMap((name) => recordedRange(name) ?? []);
}

function recordedRange(name: string): number | undefined {
  const file = rangeFile(name);
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
}

function claimsOnHost(): Claim[] {
  const table = "/proc/net/route";
  const routes = existsSync(table) ? parseRoutes(readFileSync(table, "utf8")) : [];
  return hostClaims(routes, networkInterfaces(), "");
}
