import { writeFileSync } from "node:fs";
import { reporters, type MochaOptions, type Runner } from "mocha";
import { skipReasons } from "./skip";

/** Mocha's `spec`, which also writes the counts and the reasons for skips to the file that TEST_SUMMARY names. */
class SummaryReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.TEST_SUMMARY;
      if (file !== undefined) {
        writeFileSync(file, JSON.stringify({ passes, failures, pending, reasons: skipReasons() }));
      }
    });
  }
}

export = SummaryReporter;
