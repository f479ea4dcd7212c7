import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDown, labRenew, LAB_NAME, whyNoLab, withLabRun, withProgress } from "../../lab/node";
import type { Options } from "../run";
import { areas } from "./areas";
import { evidence } from "./evidence";
import { ageText, recordOf, staleSince, type Hashes } from "./fullRun";
import { areaHashes, readFullRun, testFiles, writeFullRun } from "./fullRunFile";
import { runTier } from "./mochaProcess";
import { all, changedTier, gate, named as namedTiers, restOf, type Tier } from "./suites";
import { closing, nothing, secondsTable, strict, sum, type Summary } from "./summary";

const inCi = process.env.CI === "true";
const excuses = join(__dirname, "..", "skips.json");

/** Reasons for which a test may be skipped although the machine could run a lab. */
function excused(): readonly string[] {
  return existsSync(excuses) ? (JSON.parse(readFileSync(excuses, "utf8")) as string[]) : [];
}

async function runOne(tier: Tier): Promise<Summary> {
  const begun = Date.now();
  console.log(`\n== ${tier.name}`);
  const summary = await runTier(tier);
  console.log(`== ${tier.name}: ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  if (tier.lab && summary.failures.length > 0) {
    console.log(`\n== the cluster after the failure\n${await evidence()}`);
  }
  return summary;
}

/**
 * Runs tiers in turn. What a failed test left behind is no ground for others: they, the rest of its own tier first, get a lab made
 * anew, or are not run.
 */
async function runTiers(tiers: readonly Tier[], whole: boolean, anew: () => Promise<void>): Promise<Summary> {
  const summaries: Summary[] = [];
  const waiting = [...tiers];
  for (let tier = waiting.shift(); tier !== undefined; tier = waiting.shift()) {
    const failed = (summaries.at(-1)?.failures.length ?? 0) > 0;
    if (failed && !whole) {
      break;
    }
    if (summaries.length === 0 || failed) {
      await anew();
    }
    const summary = await runOne(tier);
    summaries.push(summary);
    const rest =
      tier.lab && summary.failures.length > 0 ? restOf(tier, Object.keys(summary.seconds)) : undefined;
    waiting.unshift(...(rest === undefined ? [] : [rest]));
  }
  return sum(summaries);
}

async function runInLab(tiers: readonly Tier[], { all: every, keepLab }: Options): Promise<Summary> {
  const whole = every === true;
  if (tiers.length === 0) {
    return nothing;
  }
  const noLab = await whyNoLab();
  if (noLab !== undefined) {
    console.log(`\nno lab: ${noLab}`);
    // Tests that need one are skipped and say so. On CI that would be green without testing.
    const summary = await runTiers(tiers, whole, () => Promise.resolve());
    return inCi ? strict(summary, []) : summary;
  }
  try {
    // What an earlier run left in the cluster would be part of what the tests find.
    return strict(await runTiers(tiers, whole, () => withProgress(labRenew)), excused());
  } finally {
    if (keepLab) {
      console.log(`the lab ${LAB_NAME} is left up`);
    } else {
      await withProgress(labDown).catch((error: unknown) => console.error(error));
    }
  }
}

/** Compiles the program and the plugin that the tests drive. */
function build(): void {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  if (status !== 0) {
    throw new Error("the build failed");
  }
}

interface Plan {
  readonly tiers: readonly Tier[];
  /** What is to be known beside, at the beginning and at the end. */
  readonly note?: string;
}

/** The tiers of the gate, and of what else changed since everything was run. */
function gatePlan(files: readonly string[]): Plan {
  const tiers = gate(files);
  const [record, hashes] = [readFullRun(), areaHashes()];
  const stale =
    record === undefined || hashes === undefined
      ? undefined
      : staleSince(record, { areas, hashes, files, tiers });
  return {
    tiers: [...tiers, ...(stale === undefined ? [] : changedTier(stale.run))],
    note: ageText(record, stale, new Date()),
  };
}

function planOf(named: readonly string[], files: readonly string[], whole: boolean): Plan {
  if (named.length > 0) {
    return { tiers: namedTiers(named) };
  }
  return whole ? { tiers: all(files) } : gatePlan(files);
}

/** Keeps what a full run came to, for the gate of later changes. */
async function keep(summary: Summary, files: readonly string[], hashes: Hashes | undefined): Promise<void> {
  const noLab = await whyNoLab();
  if (hashes === undefined || noLab !== undefined) {
    console.log(
      `\nnothing is kept of this run: ${noLab ?? "git does not tell which files are the project's"}`,
    );
    return;
  }
  writeFullRun(recordOf(summary, readFullRun(), { areas, hashes, files, now: new Date() }));
  console.log("\nkept in tests/last-full-run.json");
}

/** Runs a suite, or the named files, and prints what came of it. */
export async function runTests(named: readonly string[], options: Options): Promise<void> {
  const files = testFiles();
  const whole = options.all === true && named.length === 0;
  const { tiers, note } = planOf(named, files, whole);
  console.log(note ?? "");
  const summary = await withLabRun(console.log, async () => {
    // Before the tests: what is changed meanwhile has not been tested.
    const hashes = whole ? areaHashes() : undefined;
    build();
    const [fastOnes, slowOnes] = [tiers.filter(({ lab }) => !lab), tiers.filter(({ lab }) => lab)];
    const fast = await runTiers(fastOnes, whole, () => Promise.resolve());
    const slow = whole || fast.failures.length === 0 ? await runInLab(slowOnes, options) : nothing;
    const both = sum([fast, slow]);
    await (whole ? keep(both, files, hashes) : undefined);
    return both;
  });
  // Once more at the end, for those who see only that.
  console.log(
    `\n${[secondsTable(summary), note, closing(summary)].filter((text) => text !== undefined).join("\n\n")}`,
  );
  process.exitCode = summary.failures.length > 0 ? 1 : 0;
}
