import type { Point, Totals } from "./measure";
import type { LoadPlan } from "./plan";
import type { PodHistory } from "./pods";
import type { Target } from "./target";

/** All that a load test has found. */
export interface Report {
  readonly target: Target;
  readonly plan: LoadPlan;
  /** When it began, in ISO 8601. */
  readonly startedAt: string;
  /** How long it lasted, in seconds: less than planned where it was interrupted. */
  readonly seconds: number;
  readonly isInterrupted: boolean;
  /** The request before the load, in milliseconds: a cold start where the service had no pods. */
  readonly firstRequest: number;
  readonly totals: Totals;
  /** Undefined where the pods may not be read. */
  readonly pods?: PodHistory;
  readonly points: readonly Point[];
}

/** Share of requests that were answered well, in percent; 100 where there was none. */
export function successRate({ requests, failures }: Pick<Totals, "requests" | "failures">): number {
  return requests === 0 ? 100 : (100 * (requests - failures)) / requests;
}

/** The value of a sorted list that a share of all values doesn't exceed. */
export function percentileOf(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** The report as JSON, for programs. */
export function reportJson(report: Report, minSuccess: number): string {
  const rate = successRate(report.totals);
  const { requests } = report.totals;
  const whole = {
    ok: isPassed(report, minSuccess),
    successPercent: rate,
    requestsPerSecond: report.seconds === 0 ? 0 : requests / report.seconds,
    ...report,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** Whether the requests were answered as well as is asked for; a test without any answer never is. */
export function isPassed({ totals }: Report, minSuccess: number): boolean {
  return totals.requests > totals.failures && successRate(totals) >= minSuccess;
}
