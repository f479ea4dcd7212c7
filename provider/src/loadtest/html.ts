import type { Point } from "./measure";
import { escapeHtml, plotHtml, type Plot, type Series } from "./plot";
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

function plots(points: readonly Point[]): readonly Plot[] {
  const times = points.map(({ at }) => at);
  const line = (
    name: string,
    color: Series["color"],
    value: (point: Point) => number | undefined,
  ): Series => ({
    name,
    color,
    values: points.map(value),
  });
  const steps = (...args: Parameters<typeof line>): Series => ({ ...line(...args), steps: true });
  const each = (count: (point: Point) => number) => (point: Point) =>
    point.seconds === 0 ? undefined : count(point) / point.seconds;
  const plot = (title: string, unit: string, ...series: readonly Series[]): Plot => ({
    title,
    unit,
    times,
    series,
  });
  return [
    plot(
      "Latency",
      "ms",
      line("p50", "first", ({ latency }) => latency?.p50),
      line("p95", "second", ({ latency }) => latency?.p95),
      line("p99", "third", ({ latency }) => latency?.p99),
    ),
    plot(
      "Requests and failures",
      "per second",
      line(
        "requests",
        "first",
        each(({ requests }) => requests),
      ),
      line(
        "failures",
        "third",
        each(({ failures }) => failures),
      ),
    ),
    plot(
      "Users",
      "count",
      steps("users", "first", ({ users }) => users),
    ),
    plot(
      "Pods",
      "count",
      steps("ready", "first", ({ pods }) => pods?.ready),
      steps("starting", "second", ({ pods }) => pods?.starting),
    ),
  ];
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
