import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Entry } from "./entry";

/** The files of a directory, and of those below it, that are wanted. */
export function entriesIn(
  directory: string,
  wanted: (path: string) => boolean = () => true,
): readonly Entry[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(directory.length + 1))
    .map((path) => path.split(sep).join("/"))
    .filter(wanted)
    .map((path) => readEntry(directory, path));
}

/** A file as it lies there. */
export function readEntry(directory: string, path: string): Entry {
  const file = join(directory, path);
  return { path, content: readFileSync(file), executable: (statSync(file).mode & 0o100) !== 0 };
}
