import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import type { PlatformArgs } from "../../provider/src";
import { CLUSTER, labEnv, labStatus, NETWORKS, PATHS } from "../../lab/node";
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
  kubeconfig: PATHS.kubeconfig,
  mirror: CLUSTER.mirrorUrl,
  registry: CLUSTER.registry,
} as const;

/** The lab's ranges, as a network plugin is told of them. */
export const labRanges = { pods: NETWORKS.pods, services: NETWORKS.services, nodes: [NETWORKS.link] };

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
