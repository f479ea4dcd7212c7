import { join } from "node:path";

import { buildTool } from "../toolchain/build";
import { moduleDirectory, moduleSources, pinnedVersion } from "../toolchain/goModule";
import { INGRESS_TOOL, ISTIO_MODULE, ISTIO_TOOL, istioVersion } from "../toolchain/istioTools";
import type { Report } from "../toolchain/progress";
import { ensureDebianPrograms } from "./debian";
import { ensureEnvoy } from "./envoy";
import { ensureImages, librariesOf, type ImageRef } from "./images";
import { iptablesFiles } from "./iptables";
import { istioImageSpecs } from "./istioSpecs";
import { labRelease } from "./release";

/** Everything that Istio in the lab is made of, and Knative's part for it. */
export interface IstioArtifacts {
  /** Such as "1.31-eed52ebb66ad"; also the images' tag. */
  readonly version: string;
  readonly images: readonly ImageRef[];
  /** The directory of Istio's charts in its Go module. */
  readonly charts: string;
  /** The program that renders them. */
  readonly renderer: string;
}

/** Builds or finds what Istio in the lab is made of. The first time takes some minutes; nobody else waits for it. */
export async function ensureIstioArtifacts(report: Report): Promise<IstioArtifacts> {
  const envoy = await ensureEnvoy(report);
  const { iptablesDir } = await ensureDebianPrograms(report);
  const ingress = await buildTool(INGRESS_TOOL, report);
  const istio = await buildTool(ISTIO_TOOL, report);
  const sources = await moduleSources(moduleDirectory(ISTIO_TOOL), [ISTIO_MODULE]);
  const root = sources[ISTIO_MODULE];
  const renderer = istio.charts;
  if (root === undefined || renderer === undefined) {
    throw new Error(
      `Go did not tell where it keeps ${ISTIO_MODULE}; see \`go mod download\` in lab/toolchain/istio`,
    );
  }
  const version = istioVersion(await pinnedVersion(ISTIO_TOOL, ISTIO_MODULE));
  const specs = istioImageSpecs(
    {
      istio,
      ingress,
      envoy: { program: envoy, libraries: await librariesOf(envoy) },
      iptables: await iptablesFiles(iptablesDir),
      bootstrap: join(root, "tools/packaging/common/envoy_bootstrap.json"),
    },
    { istio: version, netIstio: labRelease().istioVersion },
  );
  const images = await ensureImages(specs, report);
  return { version, images, charts: join(root, "manifests/charts"), renderer };
}
