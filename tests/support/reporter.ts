import { writeFileSync } from "node:fs";
import { reporters, type MochaOptions, type Runner } from "mocha";
import { skipReasons } from "./skip";

const longestReason = 1000;

/** A failure on one line. What Pulumi prints begins with progress, and tells what went wrong under "Diagnostics". */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const telling = message.slice(Math.max(0, message.indexOf("Diagnostics:")));
  return telling.replaceAll(/\s+/g, " ").slice(0, longestReason);
}

/** Mocha's `spec`, which also writes counts, failures and the reasons for skips to the file that TEST_SUMMARY names. */
class SummaryReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on("fail", (test, error: unknown) => {
      failures.push(`${test.fullTitle()}: ${reasonOf(error)}`);
    });
    runner.once("end", () => {
      const { passes, pending } = this.stats;
      const file = process.env.TEST_SUMMARY;
      if (file !== undefined) {
        writeFileSync(file, JSON.stringify({ passes, failures, pending, reasons: skipReasons() }));
      }
    });
  }
}

export = SummaryReporter;
