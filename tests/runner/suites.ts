import { among } from "./areas";

/** One mocha process: files that need the same, and how long they may take. */
export interface Tier {
  readonly name: string;
  readonly files: readonly string[];
  /** After so many minutes it is ended. A machine three times slower than usual stays below. */
  readonly minutes: number;
  /** Whether it needs the lab, and what was built for it. */
  readonly lab: boolean;
}

/** How the paths begin of tests that drive Pulumi's engine and install nothing. */
const gateEngine = [
  "tests/engine/alibaba/",
  "tests/engine/diff/",
  "tests/engine/lab/",
  "tests/engine/languages/drift.test.ts",
  "tests/engine/languages/preview.test.ts",
  "tests/engine/refusals.test.ts",
];
/** One story of a whole installation. */
const story = "tests/lab/story.test.ts";
const fastOnes = ["tests/unit/", "tests/graph/"];

const fast = (files: readonly string[]): Tier => ({
  name: "unit and graph",
  files: among(files, fastOnes),
  minutes: 15,
  lab: false,
});

/** What decides whether a change may land, of all test files. */
export function gate(files: readonly string[]): readonly Tier[] {
  return [
    fast(files),
    { name: "engine", files: among(files, gateEngine), minutes: 20, lab: true },
    { name: "story", files: among(files, [story]), minutes: 15, lab: true },
  ];
}

/** Everything. */
export function all(files: readonly string[]): readonly Tier[] {
  const others = files.filter((file) => file !== story);
  return [
    fast(files),
    { name: "story", files: among(files, [story]), minutes: 15, lab: true },
    { name: "engine", files: among(others, ["tests/engine/"]), minutes: 90, lab: true },
    { name: "lab", files: among(others, ["tests/lab/"]), minutes: 120, lab: true },
  ];
}

/** Files of areas that changed since everything was run. */
export function changedTier(files: readonly string[]): readonly Tier[] {
  return files.length === 0
    ? []
    : [{ name: "changed since the last full run", files, minutes: 30, lab: true }];
}

/** Tiers of the files, or patterns of files, that somebody named. */
export function named(files: readonly string[]): readonly Tier[] {
  const isFast = (file: string) => /(^|\/)tests\/(unit|graph)\//.test(file);
  const tiers: readonly Tier[] = [
    { ...fast([]), files: files.filter(isFast) },
    { name: "named files", files: files.filter((file) => !isFast(file)), minutes: 120, lab: true },
  ];
  return tiers.filter((tier) => tier.files.length > 0);
}

/** What a tier that stopped at a failure has not begun; undefined if nothing. A file that names nothing it began is not tried again. */
export function restOf(tier: Tier, begun: readonly string[]): Tier | undefined {
  const files = tier.files.filter((file) => !begun.includes(file));
  return files.length === 0 || files.length === tier.files.length ? undefined : { ...tier, files };
}
