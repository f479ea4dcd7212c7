import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** SHA-256 in lower-case hex. */
export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The text that the cache holds under a checksum; undefined where it holds none, or one that was damaged since. */
export function readCachedText(directory: string, checksum: string): string | undefined {
  const data = read(join(directory, `${checksum}.yaml`));
  return data !== undefined && sha256(data) === checksum ? data.toString("utf8") : undefined;
}

/** Keeps a text under its checksum. */
export function cacheText(directory: string, checksum: string, data: Buffer): void {
  write(directory, `${checksum}.yaml`, data);
}

/** The value that the cache holds under a name; undefined where it holds none, or one that was damaged since. */
export function readCachedValue(directory: string, name: string): unknown {
  const data = read(join(directory, name));
  const end = data?.indexOf("\n") ?? -1;
  if (data === undefined || end < 0) {
    return undefined;
  }
  const payload = data.subarray(end + 1);
  return sha256(payload) === data.toString("latin1", 0, end)
    ? (JSON.parse(payload.toString("utf8")) as unknown)
    : undefined;
}

/** Keeps a value under a name, with its checksum in the first line. */
export function cacheValue(directory: string, name: string, value: unknown): void {
  const payload = JSON.stringify(value);
  write(directory, name, Buffer.from(`${sha256(payload)}\n${payload}`));
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Writes a file so that others see all of it or nothing, also after a crash. That it can't be written is no error: the cache
 * only saves time, and its directory may well be read-only.
 */
function write(directory: string, name: string, data: Buffer): void {
  const temporary = join(directory, `.${name}.${process.pid}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(temporary, data);
    renameSync(temporary, join(directory, name));
  } catch {
    remove(temporary);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, there is nothing to remove either.
  }
}
