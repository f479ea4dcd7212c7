import type { Point } from "./measure";
import { escapeHtml, plotHtml, type Plot } from "./plot";
import type { Report } from "./report";
import { latenciesText, latencyText, planText, podsText, successText, timeText } from "./text";

/** The report as one page that needs nothing else: plots, figures, and the plan that made them. */
export function reportHtml(report: Report): string {
  const { target, startedAt } = report;
  const name = escapeHtml(`${target.namespace}/${target.service}`);
  const rows = figures(report).map(
    ([what, value]) => `<tr><th scope="row">${escapeHtml(what)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Load test of ${name}</title>
<style>${style}</style>
</head>
<body>
<h1>Load test of ${name}</h1>
<p>${escapeHtml(startedAt)}</p>
<table>
${rows.join("\n")}
</table>
${plots(report.points).map(plotHtml).join("\n")}
<h2>Plan</h2>
<pre>${escapeHtml(planText(target, report.plan))}</pre>
</body>
</html>
`;
}

function figures({
  totals,
  seconds,
  firstRequest,
  pods,
  isInterrupted,
}: Report): readonly [string, string][] {
  return [
    ["Length", `${timeText(seconds)}${isInterrupted ? ", interrupted" : ""}`],
    ["Requests", `${totals.requests}, ${(totals.requests / Math.max(seconds, 0.001)).toFixed(1)} a second`],
    ["Success", successText(totals)],
    ["Latency", latenciesText(totals.latency)],
    ["First request", `${latencyText(firstRequest)} ms, before the load`],
    ["Pods", podsText(pods)],
  ];
}

/** A line of a plot, by what it shows of each point. */
interface Line {
  readonly name: string;
  readonly color: string;
  readonly value: (point: Point) => number | undefined;
}

interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly steps?: boolean;
  readonly lines: readonly Line[];
}

const each =
  (count: (point: Point) => number) =>
  (point: Point): number | undefined =>
    point.seconds === 0 ? undefined : count(point) / point.seconds;

const charts: readonly Chart[] = [
  {
    title: "Latency",
    unit: "ms",
    lines: [
      { name: "p50", color: "first", value: ({ latency }) => latency?.p50 },
      { name: "p95", color: "second", value: ({ latency }) => latency?.p95 },
      { name: "p99", color: "third", value: ({ latency }) => latency?.p99 },
    ],
  },
  {
    title: "Requests and failures",
    unit: "per second",
    lines: [
      { name: "requests", color: "first", value: each(({ requests }) => requests) },
      { name: "failures", color: "third", value: each(({ failures }) => failures) },
    ],
  },
  {
    title: "Users",
    unit: "count",
    steps: true,
    lines: [{ name: "users", color: "first", value: ({ users }) => users }],
  },
  {
    title: "Pods",
    unit: "count",
    steps: true,
    lines: [
      { name: "ready", color: "first", value: ({ pods }) => pods?.ready },
      { name: "starting", color: "second", value: ({ pods }) => pods?.starting },
    ],
  },
];

function plots(points: readonly Point[]): readonly Plot[] {
  const times = points.map(({ at }) => at);
  return charts.map(({ title, unit, steps, lines }) => ({
    title,
    unit,
    times,
    series: lines.map(({ name, color, value }) => ({ name, color, steps, values: points.map(value) })),
  }));
}

const style = `
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em; }
th { text-align: left; padding-right: 1.5em; font-weight: 600; vertical-align: top; }
figure { margin: 1.5em 0; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
.row { text-anchor: end; dominant-baseline: middle; } .column { text-anchor: middle; }
.grid { stroke: var(--line); } .line { fill: none; stroke-width: 1.5; }
.key { font-weight: 400; margin-left: 1em; } .key::before { content: "— "; font-weight: 700; }
.first { stroke: #2f7ed8; } .second { stroke: #d18f00; } .third { stroke: #d03a3a; }
.key.first::before { color: #2f7ed8; } .key.second::before { color: #d18f00; } .key.third::before { color: #d03a3a; }
pre { overflow-x: auto; }
`;
