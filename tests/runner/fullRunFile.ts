import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { among, areas } from "./areas";
import type { FullRun, Hashes } from "./fullRun";

const root = join(__dirname, "..", "..");
const file = join(root, "tests", "last-full-run.json");

/** Every test file of the project. */
export function testFiles(): readonly string[] {
  const names = readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
    .map((name) => `tests/${name}`)
    .sort();
}

export function readFullRun(): FullRun | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FullRun) : undefined;
}

export function writeFullRun(record: FullRun): void {
  writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** What the code and tests of each area are now, committed or not; undefined where git can't tell which files are the project's. */
export function areaHashes(): Hashes | undefined {
  const paths = projectFiles();
  if (paths === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    areas.map(({ name, code, tests }) => [name, hashOf(among(paths, [...code, ...tests]))]),
  );
}

function projectFiles(): readonly string[] | undefined {
  try {
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const text = execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return [...new Set(text.split("\0"))]
      .filter((path) => path !== "" && existsSync(join(root, path)))
      .sort();
  } catch {
    return undefined;
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    const content = createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex");
    hash.update(`${path}\0${content}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}
