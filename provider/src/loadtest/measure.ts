import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import type { PodCount } from "./pods";

/** Latencies in milliseconds; those of failed requests are not among them. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What one stretch of the test was like. */
export interface Point {
  /** End of the stretch, in seconds since the start. */
  readonly at: number;
  /** Length of the stretch in seconds. */
  readonly seconds: number;
  readonly users: number;
  /** Requests that were answered or failed. */
  readonly requests: number;
  readonly failures: number;
  /** Undefined where no request was answered. */
  readonly latency?: Latency;
  /** Undefined where the pods may not be read. */
  readonly pods?: PodCount;
}

/** How often a kind of failure came. */
export interface FailureKind {
  /** A status such as `503`, or the code of an error such as `ECONNREFUSED`. */
  readonly kind: string;
  readonly count: number;
}

/** What all requests came to. */
export interface Totals {
  readonly requests: number;
  readonly failures: number;
  /** The kinds of failures, the most frequent first. */
  readonly failureKinds: readonly FailureKind[];
  readonly latency?: Latency;
}

/** The outcome of one request. */
export interface Outcome {
  readonly milliseconds: number;
  /** What kind of failure it was; undefined where it was answered well. */
  readonly failure?: string;
}

// A histogram of Node.js (HdrHistogram) keeps three digits of each latency, from a microsecond to an hour, in bounded memory.
const newHistogram = () => createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 3 });

/** Counts outcomes: of the whole test, and of the stretch since the last point. */
export class Measure {
  private readonly whole = newHistogram();
  private readonly recent = newHistogram();
  private readonly kinds = new Map<string, number>();
  private recentFailures = 0;
  private lastPoint = 0;

  record({ milliseconds, failure }: Outcome): void {
    if (failure !== undefined) {
      this.kinds.set(failure, (this.kinds.get(failure) ?? 0) + 1);
      this.recentFailures += 1;
      return;
    }
    const microseconds = Math.max(1, Math.round(milliseconds * 1000));
    this.whole.record(microseconds);
    this.recent.record(microseconds);
  }

  /** Ends a stretch of the test. */
  point(at: number, users: number, pods: PodCount | undefined): Point {
    const point = {
      at,
      seconds: at - this.lastPoint,
      users,
      requests: this.recent.count + this.recentFailures,
      failures: this.recentFailures,
      latency: latencyOf(this.recent),
      pods,
    };
    this.recent.reset();
    this.recentFailures = 0;
    this.lastPoint = at;
    return point;
  }

  totals(): Totals {
    const failureKinds = [...this.kinds]
      .map(([kind, count]) => ({ kind, count }))
      .toSorted((a, b) => b.count - a.count);
    const failures = failureKinds.reduce((sum, { count }) => sum + count, 0);
    return {
      requests: this.whole.count + failures,
      failures,
      failureKinds,
      latency: latencyOf(this.whole),
    };
  }
}

function latencyOf(histogram: RecordableHistogram): Latency | undefined {
  const at = (percent: number) => histogram.percentile(percent) / 1000;
  return histogram.count === 0
    ? undefined
    : { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: histogram.max / 1000 };
}
