import { type Latency, type Point, type Totals } from "./measure";
import { rampSeconds, type LoadPlan } from "./plan";
import type { PodHistory, PodRecord } from "./pods";
import { percentileOf, successRate, type Report } from "./report";
import { hostAndPort, type Target } from "./target";

/** What will be done, before anything is sent. */
export function planText(target: Target, plan: LoadPlan): string {
  const { road, url } = target;
  const { users, spawnRate, maxUsers, seconds, wait, path } = plan;
  const ramp = rampSeconds(plan);
  const most = Math.min(maxUsers, Math.floor(users + spawnRate * ramp));
  const growth = most > users ? `, ${spawnRate} more each second up to ${most} after ${timeText(ramp)}` : "";
  const pauses = wait === 0 ? "without a pause" : `${wait} s after each answer`;
  return [
    `target   ${new URL(path, url).href}`,
    `through  ${hostAndPort(road.address, road.port)} (Service ${road.gateway}), Host: ${new URL(url).host}`,
    `users    ${users} at first${growth}; each asks again ${pauses}`,
    `length   ${timeText(seconds)}`,
    "",
  ].join("\n");
}

/** `1h30m`, `45s`. */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor((whole % 3600) / 60), "m"],
    [whole % 60, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : "")).join("");
  return text === "" ? "0s" : text;
}

/** Milliseconds with as many digits as say something. */
export function latencyText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) {
    return "-";
  }
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}

const columns = [
  ["time", 8],
  ["users", 6],
  ["req/s", 8],
  ["fail", 6],
  ["p50", 7],
  ["p95", 7],
  ["p99", 7],
  ["pods", 8],
  ["cold", 5],
] as const;

export const pointHeading = `${columns.map(([name, width]) => name.padStart(width)).join("")}\n`;

/** A line while the test runs; latencies in milliseconds, pods as `ready+starting`. */
export function pointText(
  { at, seconds, users, requests, failures, latency, pods }: Point,
  record?: PodRecord,
): string {
  const starting = pods !== undefined && pods.starting > 0 ? `+${pods.starting}` : "";
  const cells = [
    timeText(at),
    String(users),
    (seconds === 0 ? 0 : requests / seconds).toFixed(1),
    String(failures),
    latencyText(latency?.p50),
    latencyText(latency?.p95),
    latencyText(latency?.p99),
    pods === undefined ? "?" : `${pods.ready}${starting}`,
    record === undefined ? "?" : String(record.coldStarts),
  ];
  return `${cells.map((cell, index) => cell.padStart(columns[index]?.[1] ?? 0)).join("")}\n`;
}

/** What the whole test came to. */
export function reportText({ totals, seconds, firstRequest, pods, isInterrupted }: Report): string {
  return [
    "",
    ...(isInterrupted ? [`interrupted after ${timeText(seconds)}`] : []),
    `requests  ${totals.requests}, ${(totals.requests / Math.max(seconds, 0.001)).toFixed(1)} a second`,
    `success   ${successText(totals)}`,
    `latency   ${latenciesText(totals.latency)}`,
    `first     ${latencyText(firstRequest)} ms, before the load`,
    `pods      ${podsText(pods)}`,
    "",
  ].join("\n");
}

/** The rate is cut, not rounded: what is shown as 100 % has no failure. */
export function successText(totals: Totals): string {
  const rate = `${(Math.floor(successRate(totals) * 1000) / 1000).toFixed(3)} %`;
  const kinds = totals.failureKinds.map(({ kind, count }) => `${count} × ${kind}`);
  return kinds.length === 0 ? `${rate}, no failures` : `${rate}, failures: ${kinds.join(", ")}`;
}

export function latenciesText(latency: Latency | undefined): string {
  if (latency === undefined) {
    return "no request was answered";
  }
  const { p50, p90, p95, p99, max } = latency;
  const all = { p50, p90, p95, p99, max };
  return `${Object.entries(all)
    .map(([name, value]) => `${name} ${latencyText(value)}`)
    .join(", ")} ms`;
}

export function podsText(pods: PodHistory | undefined): string {
  if (pods === undefined) {
    return "not readable with these credentials";
  }
  const { mostReady, started, coldStarts, startSeconds } = pods;
  const median = percentileOf(startSeconds, 50);
  const times =
    median === undefined ? "" : ` (ready after ${median} s in the middle, ${startSeconds.at(-1)} s at most)`;
  return `${mostReady} at most, ${started} started${times}, ${coldStarts} cold ${coldStarts === 1 ? "start" : "starts"}`;
}
