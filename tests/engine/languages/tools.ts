import { existsSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Context } from "mocha";
import { ensureTools } from "../../../lab/toolchain/build";
import { cacheKey, cacheRoot, withLock } from "../../../lab/toolchain/cache";
import { loadExeca } from "../../../lab/toolchain/execa";
import { ensureKubernetesPlugin } from "../../../lab/toolchain/kubernetesPlugin";
import type { Report } from "../../../lab/toolchain/progress";
import { skip } from "../../support/skip";

export const root = join(__dirname, "..", "..", "..");

/** Building what isn't cached takes minutes: the Pulumi CLI, its language hosts, a Go program's dependencies. */
export const patience = 900_000;

/** What Python programs import and what builds packages, in the versions that are tested. */
const pythonPackages = ["pulumi==3.246.0", "pulumi-kubernetes==4.34.2", "setuptools==80.9.0"];

const quiet: Report = () => undefined;

/** Directories for PATH: the Pulumi CLI, its language hosts, the Kubernetes plugin. Skips where they can't be had. */
export async function needPulumi(context: Context): Promise<string[]> {
  if (!existsSync(join(root, "dist", "plugin", "plugin.js"))) {
    skip(context, "the plugin is not built (npm run build)");
  }
  try {
    const { pulumi, hosts, yaml } = await ensureTools(["pulumi", "hosts", "yaml"], quiet);
    const plugin = await ensureKubernetesPlugin(pulumi["pulumi"] ?? "pulumi", quiet);
    const programs = [pulumi, hosts, yaml, plugin].flatMap((tool) => Object.values(tool));
    return [...new Set(programs.map((file) => dirname(file)))];
  } catch (error) {
    return skip(context, `no Pulumi: ${firstLine(error)}`);
  }
}

/** The `bin` of a virtual environment with Pulumi's packages. Skips where there is no Python or no package index. */
export async function needPython(context: Context): Promise<string> {
  try {
    return await pythonEnvironment();
  } catch (error) {
    return skip(context, `no Python environment: ${firstLine(error)}`);
  }
}

/** The directory of `go`. Skips where there is none. */
export async function needGo(context: Context): Promise<string> {
  try {
    const execa = await loadExeca();
    return join((await execa("go", ["env", "GOROOT"])).stdout, "bin");
  } catch (error) {
    return skip(context, `no Go: ${firstLine(error)}`);
  }
}

/** An environment holds its own path, so it is made in its place, and marked when it is whole. */
async function pythonEnvironment(): Promise<string> {
  const execa = await loadExeca();
  const { stdout: version } = await execa("python3", ["--version"]);
  const key = cacheKey({ version, packages: pythonPackages.join() });
  const directory = join(cacheRoot(), "python", key);
  const complete = join(directory, "complete");
  await mkdir(dirname(directory), { recursive: true });
  await withLock(`${directory}.lock`, async () => {
    if (existsSync(complete)) {
      return;
    }
    await rm(directory, { recursive: true, force: true });
    await execa("python3", ["-m", "venv", directory]);
    await execa(join(directory, "bin", "python"), ["-m", "pip", "install", "--quiet", ...pythonPackages]);
    writeFileSync(complete, "");
  });
  return join(directory, "bin");
}

/** PATH with directories before it. */
export function pathWith(...directories: readonly string[]): string {
  return [...directories, process.env["PATH"] ?? ""].join(delimiter);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
