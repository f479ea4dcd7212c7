/** A test that did not pass, and why. */
export interface Told {
  readonly title: string;
  /** Absent where no one file is to blame. */
  readonly file?: string;
  readonly reason: string;
}

/** What the reporter of a mocha process wrote. */
export interface Summary {
  readonly passes: number;
  readonly failures: readonly Told[];
  readonly skips: readonly Told[];
  /** Seconds of tests and hooks by file, of every file that was begun. */
  readonly seconds: Readonly<Record<string, number>>;
  /** The test or hook that runs, where the process has not ended by itself. */
  readonly running?: string;
}

export const nothing: Summary = { passes: 0, failures: [], skips: [], seconds: {} };

export function sum(summaries: readonly Summary[]): Summary {
  return {
    passes: summaries.reduce((count, { passes }) => count + passes, 0),
    failures: summaries.flatMap(({ failures }) => failures),
    skips: summaries.flatMap(({ skips }) => skips),
    seconds: Object.assign({}, ...summaries.map(({ seconds }) => seconds)) as Summary["seconds"],
  };
}

/**
 * Skips as failures, but for those whose reason somebody has named beforehand: where everything that a test needs can be had, a
 * test that does not run is a defect.
 */
export function strict(summary: Summary, excused: readonly string[]): Summary {
  const unexcused = summary.skips.filter(({ reason }) => !excused.some((known) => reason.includes(known)));
  const failures = unexcused.map((skip) => ({ ...skip, reason: `was skipped: ${skip.reason}` }));
  return { ...summary, failures: [...summary.failures, ...failures] };
}

const slowest = 25;

/** Seconds by file, the longest first. */
export function secondsTable({ seconds }: Summary): string {
  const rows = Object.entries(seconds).sort(([, a], [, b]) => b - a);
  const shown = rows.slice(0, slowest).map(([file, value]) => `${value.toFixed(1).padStart(7)}  ${file}`);
  const rest = rows.slice(slowest).reduce((total, [, value]) => total + value, 0);
  const others =
    rows.length > slowest ? [`${rest.toFixed(1).padStart(7)}  ${rows.length - slowest} more`] : [];
  return ["seconds  file", ...shown, ...others].join("\n");
}

/** The lines that end a run: skips by reason, failures, counts. */
export function closing(summary: Summary): string {
  const { passes, failures, skips } = summary;
  const reasons = [...new Set(skips.map(({ reason }) => reason))];
  return [
    ...reasons.map((reason) => `skipped: ${reason}`),
    ...failures.map(({ title, reason }) => `failed: ${title}: ${reason}`),
    `${passes} passed, ${failures.length} failed, ${skips.length} skipped`,
  ].join("\n");
}
