import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isMissing, readText, writeText } from "./files";
import { DEFAULT_NAME } from "./instance";
import { LAB_NAME, pathsOf } from "./layout";
import { bootId } from "./processTable";

/** What all instances of the lab on this machine share: gone when the last of them is down. */
export const MACHINE_DIRECTORY = `/run/${DEFAULT_NAME}.machine`;

/** Settings of the whole kernel that a kubelet insists on and sets by itself. They outlive every namespace. */
const TUNABLES = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
];
const SAVED = join(MACHINE_DIRECTORY, "kernel.json");

/** The kernel's settings before the first kubelet, and the instances that have not gone down since. */
export interface Saved {
  readonly boot: string;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly instances: readonly string[];
}

/** Remembers the kernel's settings before the kubelet changes them, until the last instance goes down. Needs the host's lock. */
export async function saveTunables(): Promise<void> {
  const saved = await readSaved();
  const values = saved?.values ?? Object.fromEntries(await Promise.all(TUNABLES.map(entryOf)));
  const instances = [...new Set([...remaining(saved, isThere), LAB_NAME])];
  await writeText(SAVED, JSON.stringify({ boot: await bootId(), values, instances } satisfies Saved));
}

/** Sets the kernel's settings back to what was remembered, if no other instance needs them. Needs the host's lock. */
export async function restoreTunables(): Promise<void> {
  const saved = await readSaved();
  if (saved === undefined) return;
  const instances = remaining(saved, isThere);
  if (instances.length > 0) return writeText(SAVED, JSON.stringify({ ...saved, instances }));
  for (const [name, value] of Object.entries(saved.values)) {
    if (value !== undefined && (await readTunable(name)) !== value)
      await writeFile(join("/proc/sys", name), value);
  }
  await rm(SAVED, { force: true });
}

/** The instances, other than this one, that still need the settings: one whose directory a restart or a hand took needs none. */
export function remaining(
  saved: Saved | undefined,
  there: (name: string) => boolean,
  own: string = LAB_NAME,
): string[] {
  return (saved?.instances ?? []).filter((name) => name !== own && there(name));
}

function isThere(name: string): boolean {
  return existsSync(pathsOf(name).run);
}

/** What was remembered since the machine started; it sets its settings itself at its next start. */
async function readSaved(): Promise<Saved | undefined> {
  const text = await readText(SAVED);
  const saved = text === undefined ? undefined : (JSON.parse(text) as Saved);
  return saved?.boot === (await bootId()) ? saved : undefined;
}

async function entryOf(name: string): Promise<[string, string | undefined]> {
  return [name, await readTunable(name)];
}

async function readTunable(name: string): Promise<string | undefined> {
  return readFile(join("/proc/sys", name), "utf8").then(
    (text) => text.trim(),
    (error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    },
  );
}
