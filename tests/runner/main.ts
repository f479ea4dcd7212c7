import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDown, labRenew, LAB_NAME, whyNoLab, withLabRun, withProgress } from "../../lab/node";
import type { Options } from "../run";
import { evidence } from "./evidence";
import { runTier } from "./mochaProcess";
import { all, gate, named, type Tier } from "./suites";
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

/** Runs tiers in turn. What a failed test left behind is no ground for others: they get a lab made anew, or are not run. */
async function runTiers(tiers: readonly Tier[], whole: boolean, anew: () => Promise<void>): Promise<Summary> {
  const summaries: Summary[] = [];
  for (const tier of tiers) {
    const failed = (summaries.at(-1)?.failures.length ?? 0) > 0;
    if (failed && !whole) {
      break;
    }
    if (summaries.length === 0 || failed) {
      await anew();
    }
    summaries.push(await runOne(tier));
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

/** Runs a suite, or the named files, and prints what came of it. */
export async function runTests(files: readonly string[], options: Options): Promise<void> {
  const tiers = files.length > 0 ? named(files) : options.all === true ? all : gate;
  const [fastOnes, slowOnes] = [tiers.filter(({ lab }) => !lab), tiers.filter(({ lab }) => lab)];
  const summary = await withLabRun(console.log, async () => {
    build();
    const whole = options.all === true;
    const fast = await runTiers(fastOnes, whole, () => Promise.resolve());
    const slow = whole || fast.failures.length === 0 ? await runInLab(slowOnes, options) : nothing;
    return sum([fast, slow]);
  });
  // Once more at the end, for those who see only that.
  console.log(`\n${secondsTable(summary)}\n\n${closing(summary)}`);
  process.exitCode = summary.failures.length > 0 ? 1 : 0;
}
