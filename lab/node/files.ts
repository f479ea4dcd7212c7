import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Permission bits of files that hold a key, a token or a password. */
export const SECRET_MODE = 0o600;
const PLAIN_MODE = 0o644;

/** The file's text; undefined if there is no such file. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that a file, a directory or a process is not there. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ENOENT" || code === "ESRCH" || code === "ENOTDIR";
}

/** Writes a whole file or nothing, with its directories; leaves it alone if it has this text already. */
export async function writeText(path: string, text: string, mode: number = PLAIN_MODE): Promise<void> {
  if ((await readText(path)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, path);
}

/** A hash over texts and the borders between them, hexadecimal. */
export function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
