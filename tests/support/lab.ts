import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import type { PlatformArgs } from "../../provider/src";
import { labEnv, labStatus } from "../../lab/node";
import { skip } from "./skip";

/** Environment of the running lab; skips the suite, saying why, where there is none. */
export async function needLab(context: Context): Promise<Record<string, string>> {
  const status = await labStatus();
  if (!status.healthy) {
    skip(context, "the lab is not up (npm run lab -- up)");
  }
  if (!existsSync(join(__dirname, "..", "..", "dist", "index.js"))) {
    skip(context, "the program is not compiled (npm run build)");
  }
  return labEnv();
}

const settings = {
  kubeconfig: "/var/lib/pulumi-knative-lab/kubeconfig",
  mirror: "http://10.210.0.2:8080",
  registry: "10.211.0.1:5000",
} as const;

/** The lab's registry of images. */
export const labRegistry = settings.registry;

export const labImage = (tag: string): string => `${settings.registry}/samples/hello:${tag}`;

/** What every platform in the lab needs: its kubeconfig, mirror and registry, as any private installation would set them. */
export function labPlatform(
  services: PlatformArgs["services"] = [],
  serving: PlatformArgs["serving"] = {},
): PlatformArgs {
  return {
    cluster: { kubeconfig: settings.kubeconfig },
    serving: {
      release: "1.21",
      source: { mirror: settings.mirror, checksumsFile: `${settings.mirror}/SHA256SUMS` },
      images: { registry: settings.registry },
      terminationGracePeriodSeconds: 5,
      gateways: [{ exposure: "LoadBalancer" }],
      ...serving,
    },
    services,
  };
}
