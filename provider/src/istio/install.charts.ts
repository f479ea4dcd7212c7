import { chartDirectory, locateChart, onDisk, type ChartFiles } from "../helm/charts";
import type { PlannedRelease } from "../helm/release";
import type { Problem } from "../problems";
import type { IstioPlan } from "./install.plan";
import type { IstioArgs } from "./istio.args";

/** The plan with the places of its charts on this machine, and what is wrong with those; without a directory as it was. */
export function locateCharts(
  plan: IstioPlan,
  args: IstioArgs,
  files: ChartFiles = onDisk,
): { readonly plan: IstioPlan; readonly problems: readonly Problem[] } {
  const directory = chartDirectory(args.install?.charts);
  if (directory === undefined) {
    return { plan, problems: [] };
  }
  const base = locate(plan.base, "base", directory, files);
  const planes = plan.planes.map((plane) => locate(plane, "istiod", directory, files));
  return {
    plan: { ...plan, base: base.release, planes: planes.map(({ release }) => release) },
    problems: [base, ...planes].flatMap(({ problem }) => problem ?? []),
  };
}

interface Located<T> {
  readonly release: T;
  readonly problem?: Problem;
}

function locate<T extends PlannedRelease>(
  release: T,
  chart: string,
  directory: string,
  files: ChartFiles,
): Located<T> {
  const found = locateChart(directory, chart, release.version, files);
  return "place" in found
    ? { release: { ...release, place: found.place } }
    : { release, problem: { path: "install.charts", code: "KN6041", reason: found.reason } };
}
