import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { notices } from "./notices";
import { replacements } from "./replacements";
import { runNode } from "./runNode";

export const root = join(__dirname, "..", "..");
/** Where the plugin is built: the one place that provider/index.js looks at. */
export const pluginDirectory = join(root, "dist", "plugin");

const source = join(root, "provider", "src");

/** The plugin's files by name: its start, itself, what runs as a process of its own, what is loaded once a cluster is asked, the command line. */
const entries = {
  plugin: join(__dirname, "start.ts"),
  main: join(source, "host.ts"),
  fetchProcess: join(source, "release", "fetchProcess.ts"),
  kubernetesClient: join(source, "cluster", "kubernetesClient.ts"),
  cli: join(source, "cli", "entry.ts"),
};

/** Bundles the plugin with all that it needs from node_modules, and puts the schema beside it and what the licences of those packages ask for. */
export async function bundlePlugin(directory = pluginDirectory): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const { warnings, metafile } = await build({
    entryPoints: entries,
    outdir: directory,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // The loader of the code cache knows `require` alone.
    supported: { "dynamic-import": false },
    // Names stay as they are, for errors and stack traces show them.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "linked",
    logLevel: "warning",
    metafile: true,
    absWorkingDir: root,
    plugins: [replacements],
  });
  if (warnings.length > 0) {
    throw new Error(`the plugin was bundled with ${warnings.length} warnings, see above; none is harmless`);
  }
  await writeFile(join(directory, "THIRD-PARTY-NOTICES.txt"), notices(root, Object.keys(metafile.inputs)));
  await copyFile(join(root, "provider", "schema.json"), join(directory, "schema.json"));
  await runNode(["--import", "tsx", join(__dirname, "codeCache.ts"), directory], root);
}
