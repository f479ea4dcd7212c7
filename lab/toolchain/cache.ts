import { createHash } from "node:crypto";
import { access, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { loadExeca } from "./execa";

/** The directory that holds all that the lab builds or downloads. It may be deleted whole: the next run fills it again. */
export function cacheRoot(environment: NodeJS.ProcessEnv = process.env): string {
  const xdg = environment.XDG_CACHE_HOME;
  // The XDG specification: a relative or an empty value counts as not set.
  return join(xdg?.startsWith("/") ? xdg : join(homedir(), ".cache"), "pulumi-knative");
}

/**
 * A short name for a thing that is pinned by these named texts: 16 hexadecimal digits of a SHA-256. Order does not
 * matter; names, texts and the borders between them do.
 */
export function cacheKey(parts: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}

/** The texts of a directory's files whose names the filter takes, by path relative to it; for a cache key. */
export async function fileTexts(
  directory: string,
  wanted: (path: string) => boolean,
): Promise<Record<string, string>> {
  const paths = (await readdir(directory, { recursive: true })).filter(wanted).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(directory, path), "utf8")));
  return Object.fromEntries(paths.map((path, i) => [path, texts[i] ?? ""]));
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes a directory of the cache if it is not there. It is filled under another name and renamed when whole, so what
 * is seen under its own name is complete, whatever was killed when. Two processes never fill the same one: the second
 * waits, then finds it.
 */
export async function cachedDirectory(
  directory: string,
  fill: (temporary: string) => Promise<void>,
): Promise<"cached" | "made"> {
  if (await exists(directory)) return "cached";
  return withLock(`${directory}.lock`, async () => {
    if (await exists(directory)) return "cached";
    const temporary = `${directory}.partial`;
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    await rename(temporary, directory);
    return "made";
  });
}

/**
 * Holds an exclusive lock on a file while the work runs, waiting for whoever has it. The kernel keeps the lock in a
 * `flock` process that ends with its standard input, so it is given back even when this process is killed.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const execa = await loadExeca();
  const holder = execa("flock", [file, "sh", "-c", "echo held; exec cat >/dev/null"], { reject: false });
  await new Promise<void>((held, failed) => {
    holder.stdout.once("data", () => held());
    holder.then(
      (end) =>
        failed(
          new Error(`cannot lock ${file} with flock (package util-linux): ${end.stderr || end.shortMessage}`),
        ),
      failed,
    );
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await holder;
  }
}
