import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { root } from "../build/plugin";
import { disagreements } from "./agreement";
import { plannedArtifacts } from "./artifacts";
import { buildRelease } from "./build";
import { readClaims } from "./claims";

interface ReleaseOptions {
  readonly version: string;
  readonly out?: string;
  readonly write?: true;
}

const help = `
Without --write nothing is built or written. The version is the one that package.json, the schema, the SDKs and CHANGELOG.md
have; where one of them differs, all differences are listed and nothing is made. The same commit and the same Node.js give the
same bytes.

Exit code: 0 all is made, or would be; 1 the repository does not agree with itself or the version; 2 wrong usage.

Examples:
  npm run release -- --version 0.1.0
  npm run release -- --version 0.1.0 --write --out /tmp/release`;

/** `npm run release`: every file that is published. */
async function release({ version, out, write }: ReleaseOptions): Promise<void> {
  const problems = disagreements(await readClaims(version));
  if (problems.length > 0) {
    throw new Error(`version ${version} can't be released:\n  ${problems.join("\n  ")}`);
  }
  const directory = resolve(out ?? join(root, "dist", "release", version));
  if (write === undefined) {
    console.log(`would make in ${shown(directory)}, with --write:`);
    plannedArtifacts(version).forEach(([path, purpose]) => console.log(`  ${path.padEnd(64)} ${purpose}`));
    return;
  }
  const count = await buildRelease(version, directory);
  console.log(`${count} files of version ${version} are in ${shown(directory)}`);
}

function shown(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path.startsWith("..") ? directory : path;
}

new Command("npm run release --")
  .description("Makes every file that is published: npm and Python packages, Go module, plugins, checksums.")
  .requiredOption("--version <version>", "what is released, such as 1.2.3")
  .option("--out <directory>", "where to (default: dist/release/<version>; a release there is replaced)")
  .option("--write", "make the files, rather than tell which")
  .addHelpText("after", help)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(release)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
