import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A bundle's directory can't be written. */
export class BundleError extends Error {
  constructor(path: string, cause: Error) {
    super(`${path} can't be written: ${cause.message}; choose another directory with --to`);
    this.name = "BundleError";
  }
}

/** Writes a file so that it is there as a whole or not at all. Throws BundleError. */
export function writeBundleFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    remove(temporary);
    throw new BundleError(path, error as Error);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, there is nothing to remove either.
  }
}
