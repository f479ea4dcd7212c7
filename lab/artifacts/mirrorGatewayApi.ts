import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { releasePath, type ServingRelease } from "../../provider/src/release/catalog";
import { GATEWAY_API_TOOL, NET_GATEWAY_API_MODULE } from "../toolchain/gatewayApiTools";
import { moduleDirectory, moduleSources } from "../toolchain/goModule";
import { composeRelease } from "./mirrorText";

/**
 * The mirror's net-gateway-api.yaml, by its path there, made of its Go module. It names images by tag, and so is the same before
 * those are built: a lab without the Gateway API doesn't wait for them.
 */
export async function netGatewayApiFile({
  files,
  gatewayApiVersion,
}: ServingRelease): Promise<Record<string, string>> {
  const sources = await moduleSources(moduleDirectory(GATEWAY_API_TOOL), [NET_GATEWAY_API_MODULE]);
  const directory = join(sources[NET_GATEWAY_API_MODULE] ?? "", "config");
  const names = (await readdir(directory)).filter((name) => name.endsWith(".yaml"));
  const texts = await Promise.all(
    names.map(async (as) => ({ as, text: await readFile(join(directory, as), "utf8") })),
  );
  const imageOf = (importPath: string) => `gcr.io/knative-releases/${importPath}:v${gatewayApiVersion}`;
  return { [releasePath(files["gateway-api"])]: composeRelease(texts, gatewayApiVersion, imageOf) };
}
