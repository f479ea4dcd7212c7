import { among, type Area } from "./areas";
import type { Summary } from "./summary";
import type { Tier } from "./suites";

/** What is kept of the last run of every test. */
export interface FullRun {
  /** ISO 8601. */
  readonly finished: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** By area that passed, in that run or one before, what its code and tests were then. */
  readonly areas: Readonly<Record<string, string>>;
  /** By file; of files that were not run, seconds of the run before. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Hash of an area's code and tests by its name. */
export type Hashes = Readonly<Record<string, string>>;

/** Seconds of extra files that the gate takes upon itself, by the last full run's clock. */
export const budgetSeconds = 360;

/** The record of a full run that has just ended. An area counts as passed if all of its files were run and none failed. */
export function recordOf(
  summary: Summary,
  before: FullRun | undefined,
  {
    areas,
    hashes,
    files,
    now,
  }: { areas: readonly Area[]; hashes: Hashes; files: readonly string[]; now: Date },
): FullRun {
  const { passes, failures, skips, seconds } = summary;
  // Without a file: a whole process failed, and what it had still to run is not known to work.
  const anywhere = failures.some(({ file }) => file === undefined);
  const stateOf = ({ name, tests }: Area): string | undefined => {
    const own = among(files, tests);
    if (own.some((file) => failures.some((failure) => failure.file === file))) return undefined;
    const passed = !anywhere && own.every((file) => seconds[file] !== undefined);
    return passed ? hashes[name] : before?.areas[name];
  };
  const states = areas.flatMap((area) => {
    const state = stateOf(area);
    return state === undefined ? [] : [[area.name, state] as const];
  });
  const known = Object.entries({ ...before?.seconds, ...seconds }).filter(([file]) => files.includes(file));
  return {
    finished: now.toISOString(),
    passed: passes,
    failed: failures.length,
    skipped: skips.length,
    areas: Object.fromEntries(states),
    seconds: Object.fromEntries(known.sort().map(([file, value]) => [file, Math.round(value * 10) / 10])),
  };
}

/** What of a full run is not known to hold any more. */
export interface Stale {
  /** Areas whose code or tests are not what passed. */
  readonly areas: readonly string[];
  /** Their files that fit the budget, the quickest first. */
  readonly run: readonly string[];
  readonly left: readonly string[];
}

/** The areas that changed since they passed, and which of their files the gate runs beside its own. */
export function staleSince(
  record: FullRun,
  {
    areas,
    hashes,
    files,
    tiers,
  }: {
    areas: readonly Area[];
    hashes: Hashes;
    files: readonly string[];
    tiers: readonly Tier[];
  },
): Stale {
  const changed = areas.filter(({ name }) => record.areas[name] !== hashes[name]);
  const gated = tiers.flatMap((tier) => tier.files);
  const beyond = among(
    files,
    changed.flatMap(({ tests }) => tests),
  ).filter((file) => !gated.includes(file));
  // A file that no full run knows may take any time.
  const cost = (file: string) => record.seconds[file] ?? Infinity;
  const quickest = [...new Set(beyond)].sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1));
  const run = quickest.filter((_, i) => total(quickest.slice(0, i + 1), cost) <= budgetSeconds);
  return { areas: changed.map(({ name }) => name), run, left: quickest.slice(run.length) };
}

function total(files: readonly string[], cost: (file: string) => number): number {
  return files.reduce((sum, file) => sum + cost(file), 0);
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Lines that tell how old the last full run is, and what it does not vouch for. */
export function ageText(record: FullRun | undefined, stale: Stale | undefined, now: Date): string {
  if (record === undefined) {
    return "no full run is on record: what is beyond these tests has not been run (npm run test:all)";
  }
  const days = Math.floor((now.getTime() - Date.parse(record.finished)) / dayMilliseconds);
  const age = days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
  const counts = `${record.passed} passed, ${record.failed} failed, ${record.skipped} skipped`;
  const { areas = [], run = [], left = [] } = stale ?? {};
  return [
    `last full run: ${age} (${record.finished.slice(0, 10)}), ${counts}`,
    ...(areas.length > 0 ? [`changed since: ${areas.join(", ")}`] : []),
    ...run.map((file) => `  run now: ${file}`),
    ...left.map((file) => `  not run, changed since: ${file}`),
  ].join("\n");
}
