import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** Where a chart is, in the words of Pulumi's Release. */
export interface ChartPlace {
  readonly chart: string;
  /** Absent with a local chart, which has its own. */
  readonly version?: string;
  readonly repositoryOpts?: { readonly repo: string };
}

/** What is asked of the file system. */
export interface ChartFiles {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string;
}

export const onDisk: ChartFiles = { exists: existsSync, read: (path) => readFileSync(path, "utf8") };

/** The directory that a source of charts is, or undefined where it is a repository or a registry. */
export function chartDirectory(source: string | undefined): string | undefined {
  return source === undefined || source.includes("://") ? undefined : source.replace(/(?<=.)\/+$/, "");
}

/** Name of a chart's archive, as `helm pull` writes it. */
export function archiveName(chart: string, version: string): string {
  return `${chart}-${version}.tgz`;
}

/** Where a chart of a version is in a source: the URL of a repository or of a registry, or a directory. */
export function chartPlace(source: string, chart: string, version: string): ChartPlace {
  const directory = chartDirectory(source);
  if (directory !== undefined) {
    return { chart: `${directory}/${archiveName(chart, version)}` };
  }
  const url = source.replace(/\/+$/, "");
  return url.startsWith("oci://")
    ? { chart: `${url}/${chart}`, version }
    : { chart, version, repositoryOpts: { repo: url } };
}

/** A chart's place on this machine, or why there is none. */
export type Located = { readonly place: ChartPlace } | { readonly reason: string };

/** In a directory: the archive where there is one, else the directory of the chart, which must hold the version that is asked for. */
export function locateChart(
  directory: string,
  chart: string,
  version: string,
  files: ChartFiles = onDisk,
): Located {
  const archive = chartPlace(directory, chart, version);
  if (files.exists(archive.chart)) {
    return { place: archive };
  }
  const place = `${directory}/${chart}`;
  if (!files.exists(`${place}/Chart.yaml`)) {
    return {
      reason: `"${directory}" holds neither ${archiveName(chart, version)} nor the directory ${chart} of a chart; fetch it by helm pull --version ${version} --destination ${directory}`,
    };
  }
  const found = (parse(files.read(`${place}/Chart.yaml`)) as { version?: unknown } | null)?.version;
  return String(found) === version
    ? { place: { chart: place } }
    : {
        reason: `"${place}" is the chart of version ${String(found)}, and ${version} is to be installed; fetch that, or set the version to the chart's`,
      };
}

/** Whether a text is the URL of a chart repository or registry, or a directory; everything without a scheme is one. */
export function isChartSource(value: string, charts: readonly string[]): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1];
  if (scheme === undefined) {
    return value !== "" && !/[\s:]/.test(value);
  }
  const known = /^(https?|oci)$/.test(scheme) && URL.canParse(value) && new URL(value).host !== "";
  // A chart's own name at the end would be asked for below itself.
  const last = value.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return known && (scheme !== "oci" || !charts.includes(last));
}
