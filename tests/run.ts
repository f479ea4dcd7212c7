import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command, Option } from "commander";
import { labDown, labRenew, labReset, labStatus, whyNoLab, withProgress } from "../lab/node";
import { evidence } from "./runner/evidence";
import { runTier } from "./runner/mochaProcess";
import { all, gate, named, type Tier } from "./runner/suites";
import { closing, nothing, secondsTable, strict, sum, type Summary } from "./runner/summary";

interface Options {
  readonly all?: true;
}

const inCi = process.env.CI === "true";
const excuses = join(__dirname, "skips.json");

/** Reasons for which a test may be skipped although the machine could run a lab. */
function excused(): readonly string[] {
  return existsSync(excuses) ? (JSON.parse(readFileSync(excuses, "utf8")) as string[]) : [];
}

/**
 * A lab of their own for the tests. What somebody, or a run that was cut off, left in the cluster would be part of what they find. On
 * a CI machine that goes for a lab of another checkout, too.
 */
async function makeLab(): Promise<void> {
  if ((await labStatus()).healthy) {
    console.log("the lab is made anew for the tests; `npm start` brings what was in it back");
  }
  if (inCi) {
    await withProgress(labReset);
  }
  await withProgress(labRenew);
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

async function runInLab(tiers: readonly Tier[], whole: boolean): Promise<Summary> {
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
  const wasUp = (await labStatus()).healthy;
  try {
    return strict(await runTiers(tiers, whole, makeLab), excused());
  } finally {
    if (!wasUp) {
      await withProgress(labDown).catch((error: unknown) => console.error(error));
    }
  }
}

async function main(files: readonly string[], options: Options): Promise<void> {
  const tiers = files.length > 0 ? named(files) : options.all === true ? all : gate;
  const whole = options.all === true;
  const [fastOnes, slowOnes] = [tiers.filter(({ lab }) => !lab), tiers.filter(({ lab }) => lab)];
  const fast = await runTiers(fastOnes, whole, () => Promise.resolve());
  const slow = whole || fast.failures.length === 0 ? await runInLab(slowOnes, whole) : nothing;
  const summary = sum([fast, slow]);
  // Once more at the end, for those who see only that.
  console.log(`\n${secondsTable(summary)}\n\n${closing(summary)}`);
  process.exitCode = summary.failures.length > 0 ? 1 : 0;
}

const program = new Command("npm test")
  .description("Runs the tests that decide whether a change may land; with --all, every test there is.")
  .addArgument(new Argument("[files...]", "test files, instead of a suite"))
  .addOption(new Option("--all", "every test: more than an hour"))
  .showHelpAfterError()
  .action(main);

program.parseAsync().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.log(closing({ ...nothing, failures: [{ title: "the run", reason }] }));
  process.exitCode = 1;
});
