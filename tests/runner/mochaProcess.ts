import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tier } from "./suites";
import { nothing, type Summary } from "./summary";

/** Only there coverage tells of the code, and costs little: the slow tiers run what is compiled and bundled. */
const coverage = ["c8", "--reporter=text-summary", "--include=provider/src/**"];
/** How long mocha gets to end what it started before it is killed itself. */
const graceMilliseconds = 10_000;

/** Runs the files of a tier in one mocha process, and ends it with all that it started when its time is up. */
export async function runTier(tier: Tier): Promise<Summary> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-tests-"));
  const file = join(directory, "summary.json");
  try {
    const end = await mocha(tier, file);
    return judged(read(file), end, tier);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface End {
  readonly code: number | null;
  readonly late: boolean;
}

function mocha(tier: Tier, summary: string): Promise<End> {
  // After a failure the cluster is no longer what the next test expects.
  const options = ["--reporter", "tests/support/reporter.ts", ...(tier.lab ? ["--bail"] : []), "--exit"];
  const command = [...(tier.lab ? [] : coverage), "mocha", ...options, ...tier.files];
  const child = spawn("npx", ["--no-install", ...command], {
    stdio: ["ignore", "inherit", "inherit"],
    // Unit tests are of the default instance's layout.
    env: { ...process.env, TEST_SUMMARY: summary, ...(tier.lab ? {} : { LAB_INSTANCE: "" }) },
    detached: true,
  });
  const group = (signal: NodeJS.Signals) => {
    try {
      process.kill(-(child.pid ?? NaN), signal);
    } catch {
      // It has ended.
    }
  };
  const interrupt = () => group("SIGTERM");
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    group("SIGTERM");
    setTimeout(() => group("SIGKILL"), graceMilliseconds).unref();
  }, tier.minutes * 60_000);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(limit);
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
      resolve({ code, late });
    });
  });
}

function read(file: string): Summary {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Summary;
  } catch {
    return nothing;
  }
}

/** Mocha's exit code tells of crashes outside tests, too; and a run that ran nothing has not passed. */
function judged(summary: Summary, { code, late }: End, tier: Tier): Summary {
  const failed = (reason: string): Summary => ({
    ...summary,
    failures: [...summary.failures, { title: `the tests of ${tier.name}`, reason }],
  });
  const during = summary.running === undefined ? "" : `, in "${summary.running}"`;
  if (late) {
    return failed(`had not ended after ${tier.minutes} minutes${during}`);
  }
  if (code !== 0 && summary.failures.length === 0) {
    return failed(`mocha ended with ${code ?? "a signal"}${during}`);
  }
  return summary.passes + summary.failures.length + summary.skips.length === 0
    ? failed(`no test was run of ${tier.files.join(", ")}`)
    : summary;
}
