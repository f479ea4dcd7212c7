import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ensureIstioArtifacts } from "../artifacts/istio";
import { pushMissing } from "../artifacts/push";
import { CLUSTER, PATHS } from "../node/layout";
import { forgetStaleImages } from "../node/staleImages";
import { ISTIO_CHART_VERSION } from "../toolchain/istioTools";
import type { Report } from "../toolchain/progress";

/** What somebody needs who installs Istio in the lab by its charts. */
export interface LabIstioCharts {
  /** Version of the charts. */
  readonly version: string;
  /** Registry and path of the images, and their tag. */
  readonly hub: string;
  readonly tag: string;
}

/** Where the module has the charts, by the names under which they are published. */
const CHARTS = { base: "base", istiod: "istio-control/istio-discovery" } as const;

/** Puts Istio's images into the lab's registry, and its charts into a directory as `helm pull --untar` would. */
export async function istioCharts(
  directory: string,
  report: Report = () => undefined,
): Promise<LabIstioCharts> {
  const { images, charts, version: tag } = await ensureIstioArtifacts(report);
  await pushMissing(images, CLUSTER.registry, join(PATHS.bin, "crane"), report);
  await forgetStaleImages(join(PATHS.bin, "ctr"), images, CLUSTER.registry);
  await mkdir(directory, { recursive: true });
  for (const [name, path] of Object.entries(CHARTS)) {
    const target = join(directory, name);
    await cp(join(charts, path), target, { recursive: true });
    const file = join(target, "Chart.yaml");
    const text = chartOfVersion(await readFile(file, "utf8"), ISTIO_CHART_VERSION);
    // Go keeps modules read-only.
    await chmod(file, 0o644);
    await writeFile(file, text);
  }
  return { version: ISTIO_CHART_VERSION, hub: `${CLUSTER.registry}/release`, tag };
}

/** A chart's own file with the version that a release would write into it. */
export function chartOfVersion(text: string, version: string): string {
  const written = text.replace(/^(version|appVersion):.*$/gm, `$1: ${version}`);
  if (!written.includes(`\nversion: ${version}\n`)) {
    throw new Error(`Chart.yaml has no line with a version:\n${text}`);
  }
  return written;
}
