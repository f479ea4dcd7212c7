import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { CloudSettings } from "./cloud";

/** What stands in, by the name of the plugin. */
const plugins = { alicloud: "plugin.ts", kubernetes: "gatewayPlugin.ts" } as const;

/**
 * Puts the stand-in for Alibaba Cloud's plugin into a directory for PATH. The official one asks the cloud, and there is none
 * here to be asked. That for Kubernetes' plugin knows nothing but a gateway's Service.
 */
export function installCloud(
  directory: string,
  settings: CloudSettings,
  names: readonly (keyof typeof plugins)[] = ["alicloud"],
): string {
  const tsx = createRequire(__filename).resolve("tsx");
  mkdirSync(directory, { recursive: true });
  for (const name of names) {
    const program = join(directory, `pulumi-resource-${name}`);
    const words = [
      process.execPath,
      "--import",
      tsx,
      join(__dirname, plugins[name]),
      JSON.stringify(settings),
    ];
    writeFileSync(program, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`);
    chmodSync(program, 0o755);
  }
  return directory;
}
