import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A Kubernetes plugin that the engine can run. */
export interface KubernetesPlugin {
  /** The directory to put on PATH. */
  readonly dir: string;
  readonly kind: "official" | "stand-in";
}

const program = "pulumi-resource-kubernetes";
const sources = __dirname;
const root = join(sources, "..", "..");

/** How long the download of the official plugin may take, in ms. Where it can't be had, that shows at once. */
const downloadMs = 30_000;

/**
 * Finds the official plugin of the version that `@pulumi/kubernetes` has: on PATH, among Pulumi's plugins, or by
 * downloading it, once (set `PULUMI_KNATIVE_NO_PLUGIN_DOWNLOAD=true` to leave that out). Where it can't be had, bundles the
 * lab's stand-in into the cache; that takes a second, once for each change of it. `PULUMI_KNATIVE_STAND_IN=true` takes
 * the stand-in in any case.
 *
 * @param report is told what is done, one line each
 * @param env where `pulumi` is found, and its home
 */
export async function ensureKubernetesPlugin(
  report: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<KubernetesPlugin> {
  const version = sdkVersion();
  if (env["PULUMI_KNATIVE_STAND_IN"] !== "true") {
    const found =
      findOfficial(version, env) ?? (hasStandIn(version) ? undefined : await download(version, env, report));
    if (found !== undefined) {
      report(`official Kubernetes plugin: ${found}`);
      return { dir: found, kind: "official" };
    }
  }
  const dir = await installStandIn(version, report);
  return { dir, kind: "stand-in" };
}

function sdkVersion(): string {
  const manifest = readFileSync(require.resolve("@pulumi/kubernetes/package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function findOfficial(version: string, env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env["PATH"] ?? "")
    .split(delimiter)
    .find((dir) => isExecutable(join(dir, program)) && !isStandIn(join(dir, program)));
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const installed = join(home, "plugins", `resource-kubernetes-v${version}`);
  return onPath ?? (isExecutable(join(installed, program)) ? installed : undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isStandIn(path: string): boolean {
  return existsSync(join(dirname(realpathSync(path)), "stand-in"));
}

async function download(
  version: string,
  env: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<string | undefined> {
  if (env["PULUMI_KNATIVE_NO_PLUGIN_DOWNLOAD"] === "true") {
    return undefined;
  }
  const ended = await run(
    "pulumi",
    ["plugin", "install", "resource", "kubernetes", version],
    env,
    downloadMs,
  );
  const found = ended ? findOfficial(version, env) : undefined;
  if (found === undefined) {
    report(`the official Kubernetes plugin ${version} can't be downloaded here`);
  }
  return found;
}

/** Whether the program ended well within the time. */
async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", env });
    const timer = setTimeout(() => child.kill(), timeout);
    const end = (well: boolean) => {
      clearTimeout(timer);
      resolve(well);
    };
    child.on("error", () => end(false));
    child.on("exit", (code) => end(code === 0));
  });
}

function standInDir(version: string): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "pulumi-knative", "kubernetes-plugin", cacheKey(version));
}

/** Whether the download failed before: a machine that can't reach the plugin's home shouldn't try at every start. */
function hasStandIn(version: string): boolean {
  return isExecutable(join(standInDir(version), program));
}

async function installStandIn(version: string, report: (line: string) => void): Promise<string> {
  const dir = standInDir(version);
  if (!isExecutable(join(dir, program))) {
    report(`bundling the lab's stand-in for the Kubernetes plugin ${version}`);
    const unfinished = `${dir}.${process.pid}`;
    await bundle(unfinished, version);
    rmSync(dir, { recursive: true, force: true });
    renameSync(unfinished, dir);
  }
  return dir;
}

/** Changes with the stand-in's sources and with the packages that are bundled in it. */
function cacheKey(version: string): string {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const hash = createHash("sha256").update(version).update(process.execPath);
  for (const file of [...files.sort().map((name) => join(sources, name)), join(root, "package-lock.json")]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

async function bundle(dir: string, version: string): Promise<void> {
  const { build } = await import("esbuild");
  mkdirSync(dir, { recursive: true });
  await build({
    entryPoints: [join(sources, "main.ts")],
    outfile: join(dir, "plugin.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    keepNames: true,
    logLevel: "error",
  });
  writeFileSync(
    join(dir, "stand-in"),
    "The lab's stand-in for the official plugin. Not for any other use.\n",
  );
  writeFileSync(join(dir, program), shim(version));
  chmodSync(join(dir, program), 0o755);
}

function shim(version: string): string {
  return [
    "#!/bin/sh",
    `export PULUMI_KUBERNETES_STAND_IN_VERSION=${version}`,
    `exec "${process.execPath}" "$(dirname "$(readlink -f "$0")")/plugin.cjs" "$@"`,
    "",
  ].join("\n");
}

if (require.main === module) {
  void ensureKubernetesPlugin((line) => console.error(line)).then(({ dir }) => console.log(dir));
}
