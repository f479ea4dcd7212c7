import { copyFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundlePlugin, pluginDirectory, root } from "./plugin";
import { runNode } from "./runNode";

/** Compiles the library and the root program into dist/, where nothing of sources that are gone may stay. */
function compileLibrary(): Promise<void> {
  for (const part of ["provider", "index.js", "index.d.ts", "index.js.map"]) {
    rmSync(join(root, "dist", part), { recursive: true, force: true });
  }
  const tsc = createRequire(__filename).resolve("typescript/bin/tsc");
  return runNode([tsc, "-p", join(root, "tsconfig.build.json")], root);
}

/** The library takes the plugin's small Kubernetes client for its own. */
function shareClient(): void {
  const client = "kubernetesClient.js";
  copyFileSync(join(pluginDirectory, client), join(root, "dist", "provider", "src", "cluster", client));
}

/** `npm run build`: the library and the plugin; with `--plugin` the plugin alone, in a second. */
async function main(args: readonly string[]): Promise<void> {
  const onlyPlugin = args.includes("--plugin");
  const works = onlyPlugin ? [bundlePlugin()] : [compileLibrary(), bundlePlugin()];
  const failed = (await Promise.allSettled(works)).filter((result) => result.status === "rejected");
  for (const { reason } of failed) {
    console.error(reason instanceof Error ? reason.message : reason);
  }
  if (failed.length === 0 && !onlyPlugin) {
    shareClient();
  }
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
