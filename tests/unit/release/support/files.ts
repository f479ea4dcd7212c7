import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { releasePath, type ReleaseFile } from "../../../../provider/src/release/catalog";
import { sha256 } from "../../../../provider/src/release/sourceCache";

/** Makes an empty directory that is removed after the running test or suite's tests. */
export function temporaryDirectories(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const path of made.splice(0)) {
      rmSync(path, { recursive: true, force: true });
    }
  });
  return () => {
    const path = mkdtempSync(join(tmpdir(), "pulumi-knative-unit-"));
    made.push(path);
    return path;
  };
}

/** A release file that has a text. */
export function fileOf(text: string, name = "serving-core.yaml"): ReleaseFile {
  return { repository: "knative/serving", version: "9.9.9", name, sha256: sha256(text) };
}

/** Puts a file into a mirror directory. */
export function put(mirror: string, file: ReleaseFile, text: string): void {
  const path = join(mirror, releasePath(file));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
