import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadExeca } from "../lab/toolchain/execa";
import { labDown, labRenew, labStatus, whyNoLab, withProgress } from "../lab/node";

/** What the reporter of a mocha run wrote. */
interface Summary {
  readonly passes: number;
  readonly failures: readonly string[];
  readonly pending: number;
  readonly reasons: readonly string[];
}

/** Tiers that need nothing but this process: only there coverage tells of the code, and costs little. */
const fast = ["unit", "graph"];
/** Tiers that drive Pulumi and a cluster, by processes of their own. */
const slow = ["engine", "lab"];
const coverage = ["c8", "--reporter=text-summary", "--include=provider/src/**"];
const nothing: Summary = { passes: 0, failures: [], pending: 0, reasons: [] };

/** Runs mocha over the tiers and gives its counts. Its exit code tells of crashes outside tests. */
async function runMocha(tiers: readonly string[], before: readonly string[] = []): Promise<Summary> {
  if (tiers.length === 0) {
    return nothing;
  }
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-tests-"));
  const summary = join(directory, "summary.json");
  const files = tiers.map((tier) => `tests/${tier}/**/*.test.ts`);
  const execa = await loadExeca();
  const { exitCode } = await execa(
    "npx",
    [...before, "mocha", "--reporter", "tests/support/reporter.ts", ...files],
    { stdio: "inherit", reject: false, env: { TEST_SUMMARY: summary } },
  );
  const ended = `mocha ended with code ${exitCode} in ${tiers.join(", ")}`;
  try {
    const counts = JSON.parse(readFileSync(summary, "utf8")) as Summary;
    return exitCode !== 0 && counts.failures.length === 0 ? { ...counts, failures: [ended] } : counts;
  } catch {
    return { ...nothing, failures: [`${ended} before it could count`] };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs the tiers that need a lab in one, or without where there can be none: they say why they skip. */
async function runInLab(tiers: readonly string[]): Promise<Summary> {
  const noLab = tiers.length === 0 ? undefined : await whyNoLab();
  const restore = tiers.length > 0 && noLab === undefined ? await prepareLab() : () => Promise.resolve();
  const summary = await runMocha(tiers);
  await restore();
  return noLab === undefined ? summary : { ...summary, reasons: [`no lab: ${noLab}`, ...summary.reasons] };
}

/**
 * Makes a lab of their own for the tests and gives what takes it back. What somebody, or a run that was cut off, left in the cluster
 * would be part of what they find.
 */
async function prepareLab(): Promise<() => Promise<void>> {
  const wasUp = (await labStatus()).healthy;
  if (wasUp) {
    console.log("the lab is made anew for the tests; `npm start` brings what was in it back");
  }
  await withProgress(labRenew);
  return async () => {
    if (!wasUp) {
      await withProgress(labDown);
    }
  };
}

async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const chosen = (tiers: readonly string[]) =>
    named.length === 0 ? tiers : tiers.filter((tier) => named.includes(tier));
  const runs = [await runMocha(chosen(fast), coverage), await runInLab(chosen(slow))];
  const sum = (count: (summary: Summary) => number) => runs.reduce((all, one) => all + count(one), 0);
  const failures = runs.flatMap((one) => one.failures);
  // Once more at the end, for those who see only that.
  runs.flatMap((one) => one.reasons).forEach((reason) => console.log(`skipped: ${reason}`));
  failures.forEach((failure) => console.log(`failed: ${failure}`));
  const counts = [sum(({ passes }) => passes), failures.length, sum(({ pending }) => pending)];
  console.log(`${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
});
