import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isMissing, readText, writeText } from "./files";
import { PATHS } from "./layout";

/** Settings of the whole kernel that a kubelet insists on and sets by itself. They outlive every namespace. */
const TUNABLES = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
];
const SAVED = join(PATHS.run, "tunables.json");

/** Remembers the kernel's settings before the kubelet changes them, until `restoreTunables`. */
export async function saveTunables(): Promise<void> {
  if ((await readText(SAVED)) !== undefined) return;
  const values = await Promise.all(TUNABLES.map(async (name) => [name, await readTunable(name)] as const));
  await writeText(SAVED, JSON.stringify(Object.fromEntries(values)));
}

/** Sets the kernel's settings back to what was remembered. */
export async function restoreTunables(): Promise<void> {
  const saved = await readText(SAVED);
  if (saved === undefined) return;
  for (const [name, value] of Object.entries(JSON.parse(saved) as Record<string, string>)) {
    if ((await readTunable(name)) !== value) await writeFile(join("/proc/sys", name), value);
  }
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
