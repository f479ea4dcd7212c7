import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { buildTool } from "../toolchain/build";
import { GATEWAY_API_MODULE, GATEWAY_API_TOOL, NET_GATEWAY_API_MODULE } from "../toolchain/gatewayApiTools";
import { moduleDirectory, moduleSources } from "../toolchain/goModule";
import type { Report } from "../toolchain/progress";
import { koImage, type ImageSpec } from "./imageSpecs";
import { ensureImages, type ImageRef } from "./images";
import { labRelease } from "./release";

/** What Knative on the Gateway API needs in the lab, beside an implementation. */
export interface GatewayApiArtifacts {
  readonly images: readonly ImageRef[];
  /** Files with the definitions of the Gateway API's standard channel. */
  readonly definitions: readonly string[];
}

/** Builds or finds it. The first time takes some minutes; nobody else waits for it. */
export async function ensureGatewayApiArtifacts(report: Report): Promise<GatewayApiArtifacts> {
  const programs = await buildTool(GATEWAY_API_TOOL, report);
  const sources = await moduleSources(moduleDirectory(GATEWAY_API_TOOL), [GATEWAY_API_MODULE]);
  const root = sources[GATEWAY_API_MODULE];
  if (root === undefined) {
    throw new Error(`Go did not tell where it keeps ${GATEWAY_API_MODULE}; see lab/toolchain/gateway-api`);
  }
  const directory = join(root, "config/crd/standard");
  const names = (await readdir(directory)).filter((name) => name.endsWith(".yaml"));
  const specs = gatewayApiImageSpecs(programs, labRelease().gatewayApiVersion);
  return {
    images: await ensureImages(specs, report),
    definitions: names.map((name) => join(directory, name)),
  };
}

/** The images of net-gateway-api under upstream's names and version. */
export function gatewayApiImageSpecs(
  programs: Readonly<Record<string, string>>,
  version: string,
): ImageSpec[] {
  return ["controller", "webhook"].map((name) => ({
    ...koImage(name, `${NET_GATEWAY_API_MODULE}/cmd/${name}`, `v${version}`, programs[name]),
    name: `net-gateway-api-${name}`,
  }));
}
