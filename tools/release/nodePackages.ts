import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadExeca } from "../../lab/toolchain/execa";
import { root } from "../build/plugin";
import { readJson } from "./claims";
import { below, textEntry, type Entry } from "./entry";
import { entriesIn, readEntry } from "./files";

type Manifest = Readonly<Record<string, unknown>> & {
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** The files of the npm package of the classes, the root program and the command line: those that package.json names. */
export async function libraryEntries(): Promise<readonly Entry[]> {
  const execa = await loadExeca();
  const { stdout } = await execa("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
  const [pack] = JSON.parse(stdout) as readonly { readonly files: readonly { readonly path: string }[] }[];
  const files = (pack?.files ?? []).filter(({ path }) => path !== "package.json");
  return below("package", [
    ...files.map(({ path }) => readEntry(root, path)),
    manifestEntry(libraryManifest(readJson<Manifest>("package.json"))),
  ]);
}

/** What of package.json is for those who install the package. */
export function libraryManifest(manifest: Manifest): Manifest {
  return without(manifest, ["scripts", "devDependencies"]);
}

/** Compiles the Node.js SDK into `bin` of a directory, without what debuggers of its own sources would need. */
export async function compileNodeSdk(target: string): Promise<void> {
  const execa = await loadExeca();
  const tsc = createRequire(__filename).resolve("typescript/bin/tsc");
  const project = ["-p", join(root, "sdk", "nodejs"), "--outDir", join(target, "bin")];
  // The SDK's own settings are for the TypeScript of its package.json; the one here resolves modules in the newer way alone.
  const modules = ["--module", "node16", "--moduleResolution", "node16"];
  const maps = ["--sourceMap", "false", "--declarationMap", "false"];
  await execa(process.execPath, [tsc, ...project, ...modules, ...maps], { all: true });
}

/** The files of the npm package of the Node.js SDK: compiled, so that nothing has to run when it is installed. */
export async function nodeSdkEntries(license: Entry): Promise<readonly Entry[]> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-release-"));
  try {
    await compileNodeSdk(directory);
    const manifest = manifestEntry(nodeSdkManifest(readJson<Manifest>("sdk", "nodejs", "package.json")));
    return below("package", [
      ...entriesIn(directory),
      manifest,
      // Where the compiled code looks for its version.
      ...below("bin", [manifest]),
      readEntry(join(root, "sdk", "nodejs"), "README.md"),
      license,
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The generated package.json compiles the package where it is installed; this one is of a package that is compiled. */
export function nodeSdkManifest(manifest: Manifest): Manifest {
  const { dependencies = {}, ...rest } = without(manifest, ["scripts"]);
  return {
    ...rest,
    types: "bin/index.d.ts",
    files: ["bin"],
    dependencies: without(dependencies, ["typescript", "@types/node"]),
  };
}

function manifestEntry(manifest: Manifest): Entry {
  return textEntry("package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function without<T extends Readonly<Record<string, unknown>>>(record: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key))) as T;
}
