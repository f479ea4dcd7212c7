import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../build/plugin";
import { runNode } from "../build/runNode";
import { checksumFile, checksums, makeArtifacts } from "./artifacts";

/** Builds everything anew and makes the files of a release in a directory, in the place of a release that is there; gives their number. */
export async function buildRelease(version: string, directory: string): Promise<number> {
  refuseOther(directory);
  await runNode(["--import", "tsx", join("tools", "build", "build.ts")], root);
  const artifacts = await makeArtifacts(version);
  const all = [...artifacts, { path: checksumFile, content: Buffer.from(checksums(artifacts)) }];
  rmSync(directory, { recursive: true, force: true });
  for (const { path, content } of all) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return all.length;
}

/** What is replaced must be a release. */
function refuseOther(directory: string): void {
  const found = existsSync(directory) ? readdirSync(directory) : [];
  if (found.length > 0 && !found.includes(checksumFile)) {
    throw new Error(`${directory} holds something that is not a release; give an empty directory with --out`);
  }
}
