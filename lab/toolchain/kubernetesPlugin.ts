import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { builtDirectory, buildTool } from "./build";
import { exists } from "./cache";
import { loadExeca } from "./execa";
import { findForeign, isExecutable } from "./found";
import type { Report } from "./progress";
import type { GoTool, Programs } from "./tools";

const PROGRAM = "pulumi-resource-kubernetes";
const PROVIDER = "github.com/pulumi/pulumi-kubernetes/provider/v4";
const FILES = "cmd/pulumi-resource-kubernetes";
/** The release that the pinned commit was made for; the Go proxy knows it by the commit alone. */
const BUILT_VERSION = "4.25.0";
/** Where a plugin can't be downloaded, that shows at once, or never. */
const DOWNLOAD_MS = 30_000;

const TOOL: GoTool = {
  title: "Kubernetes plugin for Pulumi",
  module: "kubernetes-plugin",
  packages: [`./${PROGRAM}`],
  extraFiles: Object.fromEntries(
    ["schema.json", "terraform-mapping.json"].map((name) => [
      name,
      { module: PROVIDER, file: `${FILES}/${name}` },
    ]),
  ),
  variables: () => ({ [`${PROVIDER}/pkg/version.Version`]: BUILT_VERSION }),
  checks: [],
};

/**
 * The official Kubernetes plugin: the one on PATH or among Pulumi's plugins, in the version that `@pulumi/kubernetes` has; where there is
 * none it is downloaded, and where that fails, built from its Go module, which is of an older release. (Set
 * `PULUMI_KNATIVE_NO_PLUGIN_DOWNLOAD=true` to leave the download out.)
 */
export async function ensureKubernetesPlugin(pulumi: string, report: Report): Promise<Programs> {
  const version = await sdkVersion();
  const found = (await findPlugin(version)) ?? (await downloaded(pulumi, version));
  if (found === undefined) {
    // What lies beside it is its own.
    return { [PROGRAM]: (await buildTool(TOOL, report))[PROGRAM] ?? "" };
  }
  report({ step: TOOL.title, state: "cached", detail: `uses ${found}` });
  return { [PROGRAM]: found };
}

async function sdkVersion(): Promise<string> {
  const manifest = await readFile(require.resolve("@pulumi/kubernetes/package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

async function findPlugin(version: string): Promise<string | undefined> {
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const installed = join(home, "plugins", `resource-kubernetes-v${version}`, PROGRAM);
  return (await findForeign(PROGRAM)) ?? ((await isExecutable(installed)) ? installed : undefined);
}

/** Tried once: what was built afterwards tells that it failed. */
async function downloaded(pulumi: string, version: string): Promise<string | undefined> {
  if (
    process.env.PULUMI_KNATIVE_NO_PLUGIN_DOWNLOAD === "true" ||
    (await exists(await builtDirectory(TOOL)))
  ) {
    return undefined;
  }
  const execa = await loadExeca();
  const args = ["plugin", "install", "resource", "kubernetes", version];
  await execa(pulumi, args, { stdin: "ignore", reject: false, timeout: DOWNLOAD_MS });
  return findPlugin(version);
}
