import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadExeca } from "../lab/toolchain/execa";
import { labDown, labEnv, labStatus, labUp, whyNoLab, withProgress } from "../lab/node";
import { labStack, stackDestroy, stackIsUp } from "../lab/stack";

/** What the reporter of a mocha run wrote. */
interface Summary {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  readonly reasons: readonly string[];
}

const tiers = ["unit", "graph", "engine", "lab"];

/** Runs mocha over the tiers with coverage and gives its counts. Its exit code tells of crashes outside tests. */
async function runMocha(chosen: readonly string[]): Promise<Summary> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-tests-"));
  const summary = join(directory, "summary.json");
  const files = chosen.map((tier) => `tests/${tier}/**/*.test.ts`);
  const execa = await loadExeca();
  const { exitCode } = await execa(
    "npx",
    [
      "c8",
      "--reporter=text-summary",
      "--include=provider/src/**",
      "mocha",
      "--reporter",
      "tests/support/reporter.ts",
      ...files,
    ],
    { stdio: "inherit", reject: false, env: { TEST_SUMMARY: summary } },
  );
  try {
    const counts = JSON.parse(readFileSync(summary, "utf8")) as Summary;
    return exitCode !== 0 && counts.failures === 0 ? { ...counts, failures: 1 } : counts;
  } catch {
    return {
      passes: 0,
      failures: 1,
      pending: 0,
      reasons: [`mocha ended with code ${exitCode} before it could count`],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Brings the lab up for the tests and gives what takes it back to how it was. */
async function prepareLab(): Promise<() => Promise<void>> {
  const wasUp = (await labStatus()).healthy;
  await withProgress(labUp);
  const env = await labEnv();
  if (await stackIsUp(env)) {
    console.log(`the stack "${labStack}" makes room for the tests; \`npm start\` brings it back`);
    await stackDestroy(env);
  }
  return async () => {
    if (!wasUp) {
      await withProgress(labDown);
    }
  };
}

async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const chosen = named.length > 0 ? named : tiers;
  const needsLab = chosen.includes("engine") || chosen.includes("lab");
  const noLab = needsLab ? await whyNoLab() : undefined;
  const restore = needsLab && noLab === undefined ? await prepareLab() : () => Promise.resolve();
  const { passes, failures, pending, reasons } = await runMocha(chosen);
  await restore();
  for (const reason of [...(noLab === undefined ? [] : [`no lab: ${noLab}`]), ...reasons]) {
    console.log(`skipped: ${reason}`);
  }
  console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  process.exitCode = failures > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
});
