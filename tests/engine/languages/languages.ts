import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "mocha";
import { loadExeca } from "../../../lab/toolchain/execa";
import { compileNodeSdk as compileSdk } from "../../../tools/release/nodePackages";
import type { ExampleProject } from "./exampleProject";
import { needGo, needPython, root } from "./tools";

/** What a language's programs need: directories for PATH, and variables. */
interface Prepared {
  readonly path: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A language in which the smallest example is written. */
export interface Language {
  readonly name: string;
  readonly example: string;
  /** Skips where the language isn't there. */
  readonly prepare: (context: Context) => Promise<Prepared>;
  /** Does to the project what installing its dependencies would do. */
  readonly install: (project: ExampleProject) => Promise<void>;
}

const nothing = () => Promise.resolve();

export const languages: readonly Language[] = [
  {
    name: "TypeScript",
    example: "hello-typescript",
    prepare: () => Promise.resolve({ path: [], env: {} }),
    install: async ({ directory }) => linkModules(join(directory, "node_modules"), await compiledNodeSdk()),
  },
  {
    name: "Python",
    example: "hello-python",
    prepare: async (context) => ({
      path: [await needPython(context)],
      env: { PYTHONPATH: await installedPythonSdk(context) },
    }),
    install: nothing,
  },
  {
    name: "Go",
    example: "hello-go",
    prepare: async (context) => ({
      path: [await needGo(context)],
      env: { GOWORK: "off", GOFLAGS: "-mod=readonly" },
    }),
    install: nothing,
  },
  {
    name: "YAML",
    example: "hello-yaml",
    prepare: () => Promise.resolve({ path: [], env: {} }),
    install: nothing,
  },
];

let nodeSdk: Promise<string> | undefined;

/** The directory of the Node.js SDK, compiled as `npm install` would compile it. */
export function compiledNodeSdk(): Promise<string> {
  return (nodeSdk ??= compileNodeSdk());
}

async function compileNodeSdk(): Promise<string> {
  const target = temporaryDirectory();
  await compileSdk(target);
  for (const place of [target, join(target, "bin")]) {
    symlinkSync(join(root, "sdk", "nodejs", "package.json"), join(place, "package.json"));
  }
  linkModules(join(target, "node_modules"));
  return target;
}

let pythonSdk: Promise<string> | undefined;

/** The directory that pip has installed the Python SDK into, for PYTHONPATH. */
export async function installedPythonSdk(context: Context): Promise<string> {
  const bin = await needPython(context);
  return (pythonSdk ??= installPythonSdk(join(bin, "python")));
}

async function installPythonSdk(python: string): Promise<string> {
  const directory = temporaryDirectory();
  // pip builds a package where its source lies.
  const source = join(directory, "source");
  cpSync(join(root, "sdk", "python"), source, { recursive: true });
  const target = join(directory, "installed");
  const execa = await loadExeca();
  const offline = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"];
  await execa(python, ["-m", "pip", "install", ...offline, "--target", target, source], { all: true });
  return target;
}

/** A directory that all tests of the run share. */
function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-sdk-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Makes a node_modules with what this repository has installed, and the SDK. */
export function linkModules(directory: string, sdk?: string): void {
  mkdirSync(directory);
  const installed = join(root, "node_modules");
  for (const name of readdirSync(installed).filter((entry) => !entry.startsWith("."))) {
    symlinkSync(join(installed, name), join(directory, name));
  }
  if (sdk !== undefined) {
    symlinkSync(sdk, join(directory, "pulumi-knative-sdk"));
  }
}
