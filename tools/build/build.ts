import { createRequire } from "node:module";
import { join } from "node:path";
import { bundlePlugin, root } from "./plugin";
import { runNode } from "./runNode";

/** Compiles the library and the root program into dist/. */
function compileLibrary(): Promise<void> {
  const tsc = createRequire(__filename).resolve("typescript/bin/tsc");
  return runNode([tsc, "-p", join(root, "tsconfig.build.json")], root);
}

/** `npm run build`: the library and the plugin; with `--plugin` the plugin alone, in a second. */
async function main(args: readonly string[]): Promise<void> {
  const works = args.includes("--plugin") ? [bundlePlugin()] : [compileLibrary(), bundlePlugin()];
  const failed = (await Promise.allSettled(works)).filter((result) => result.status === "rejected");
  for (const { reason } of failed) {
    console.error(reason instanceof Error ? reason.message : reason);
  }
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
