import { chartDirectory, chartPlace, locateChart, onDisk, type ChartFiles } from "../helm/charts";
import type { PlannedRelease } from "../helm/release";
import { mergedValues } from "../helm/values";
import type { Problem } from "../problems";
import type { ObservabilityArgs, ObservabilityChartArgs } from "./observability.args";

/** A chart of upstream, and the version whose values are written here. */
interface Chart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

const prometheusCommunity = "https://prometheus-community.github.io/helm-charts";

/** The charts, by the part of the args that they are for. Facts from the repositories' index. */
export const charts = {
  prometheus: { name: "kube-prometheus-stack", repository: prometheusCommunity, version: "88.5.3" },
  probes: { name: "prometheus-blackbox-exporter", repository: prometheusCommunity, version: "11.17.2" },
  logs: { name: "fluent-bit", repository: "https://fluent.github.io/helm-charts", version: "0.58.1" },
  traces: {
    name: "opentelemetry-collector",
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    version: "0.170.0",
  },
} as const satisfies Record<string, Chart>;
export type ChartPart = keyof typeof charts;

/** Names that the charts' objects get: releases are named after their charts. */
export const releaseName = (part: ChartPart): string => charts[part].name;

/** A release of a part's chart, with the user's values over ours. */
export function plannedRelease(
  part: ChartPart,
  namespace: string,
  { charts: source, version, values = {} }: ObservabilityChartArgs = {},
  ours: object,
): PlannedRelease {
  const { name, repository, version: known } = charts[part];
  const wanted = version ?? known;
  return {
    name,
    namespace,
    version: wanted,
    place: chartPlace(source ?? repository, name, wanted),
    values: mergedValues({ fullnameOverride: name, ...ours }, values) as object,
  };
}

/** A release with the place of its chart, where that is on this machine, and what is wrong with it. */
export function located(
  part: ChartPart,
  release: PlannedRelease,
  args: ObservabilityArgs,
  files: ChartFiles = onDisk,
): { readonly release: PlannedRelease; readonly problem?: Problem } {
  const directory = chartDirectory(args[part]?.chart?.charts);
  if (directory === undefined) {
    return { release };
  }
  const found = locateChart(directory, charts[part].name, release.version, files);
  return "place" in found
    ? { release: { ...release, place: found.place } }
    : { release, problem: { path: `${part}.chart.charts`, code: "KN9801", reason: found.reason } };
}
