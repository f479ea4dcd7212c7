import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** How the files of two directories differ: a line for each file, with the first line of it that is not the same. */
export async function treeDrift(
  is: string,
  should: string,
  ignored: (path: string) => boolean,
): Promise<string[]> {
  const [before, after] = await Promise.all([readTree(is, ignored), readTree(should, ignored)]);
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [left, right] = [before.get(path), after.get(path)];
    if (left === right) {
      return [];
    }
    if (left === undefined || right === undefined) {
      return [`${path}: ${left === undefined ? "is missing" : "is no longer generated"}`];
    }
    return [`${path}:${firstDifference(left.split("\n"), right.split("\n"))}`];
  });
}

function firstDifference(left: readonly string[], right: readonly string[]): string {
  const index = left.findIndex((line, at) => line !== right[at]);
  const at = index === -1 ? left.length : index;
  return `${at + 1}: ${left[at] ?? "(end)"} -> ${right[at] ?? "(end)"}`;
}

async function readTree(root: string, ignored: (path: string) => boolean): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !ignored(path));
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), "utf8")));
  return new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
}
