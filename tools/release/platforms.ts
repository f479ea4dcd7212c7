import { textEntry, type Entry } from "./entry";

/** Where a plugin runs, by the names that Pulumi has for it. */
export interface Platform {
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
}

export const platforms: readonly Platform[] = (["linux", "darwin", "windows"] as const).flatMap((os) =>
  (["amd64", "arm64"] as const).map((arch) => ({ os, arch })),
);

export const program = "pulumi-resource-knative";

/** The name under which the engine looks for an archive. */
export function pluginArchive(version: string, { os, arch }: Platform): string {
  return `${program}-v${version}-${os}-${arch}.tar.gz`;
}

/** What of the bundle an archive has: the plugin without the command line, and without what a start on this machine has left. */
export function isPluginFile(path: string): boolean {
  return !path.endsWith(".cache") && !path.startsWith("cli.js");
}

/** An archive's files: the bundle, and a start that needs Node.js alone. The bundle is the same everywhere. */
export function pluginEntries(bundle: readonly Entry[], version: string, { os }: Platform): readonly Entry[] {
  // A directory above may have a package.json that says that files are ES modules.
  const manifest = { name: program, version, private: true, license: "Apache-2.0", type: "commonjs" };
  const start =
    os === "windows"
      ? textEntry(`${program}.cmd`, '@node "%~dp0plugin.js" %*\r\n')
      : {
          ...textEntry(program, '#!/usr/bin/env node\n"use strict";\nrequire("./plugin.js");\n'),
          executable: true,
        };
  return [...bundle, start, textEntry("package.json", `${JSON.stringify(manifest, undefined, 2)}\n`)];
}
