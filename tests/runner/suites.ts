/** One mocha process: files that need the same, and how long they may take. */
export interface Tier {
  readonly name: string;
  /** Patterns of test files. */
  readonly files: readonly string[];
  /** After so many minutes it is ended. A machine three times slower than usual stays below. */
  readonly minutes: number;
  /** Whether it needs the lab, and what was built for it. */
  readonly lab: boolean;
}

const fast: Tier = {
  name: "unit and graph",
  files: ["tests/unit/**/*.test.ts", "tests/graph/**/*.test.ts"],
  minutes: 15,
  lab: false,
};

/** Tests that drive Pulumi's engine and install nothing, and one story of a whole installation. */
const gateEngine = [
  "tests/engine/alibaba/*.test.ts",
  "tests/engine/diff/*.test.ts",
  "tests/engine/lab/*.test.ts",
  "tests/engine/languages/drift.test.ts",
  "tests/engine/languages/preview.test.ts",
  "tests/engine/refusals.test.ts",
];
const story = "tests/lab/story.test.ts";

/** What decides whether a change may land. */
export const gate: readonly Tier[] = [
  fast,
  { name: "engine", files: gateEngine, minutes: 20, lab: true },
  { name: "story", files: [story], minutes: 15, lab: true },
];

/** Everything. */
export const all: readonly Tier[] = [
  fast,
  { name: "story", files: [story], minutes: 15, lab: true },
  { name: "engine", files: ["tests/engine/**/*.test.ts"], minutes: 90, lab: true },
  { name: "lab", files: ["tests/lab/**/!(story).test.ts"], minutes: 120, lab: true },
];

/** A tier of the files that somebody named, or undefined where they are of another kind. */
export function named(files: readonly string[]): readonly Tier[] {
  const isFast = (file: string) => /(^|\/)tests\/(unit|graph)\//.test(file);
  const tiers: readonly Tier[] = [
    { ...fast, files: files.filter(isFast) },
    { name: "named files", files: files.filter((file) => !isFast(file)), minutes: 120, lab: true },
  ];
  return tiers.filter((tier) => tier.files.length > 0);
}
