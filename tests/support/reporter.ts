import { renameSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { reporters, type Hook, type MochaOptions, type Runner, type Test } from "mocha";
import type { Summary, Told } from "../runner/summary";
import { skipReason } from "./skip";

const longestReason = 1000;

/** A failure on one line. What Pulumi prints begins with progress, and tells what went wrong under "Diagnostics". */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const telling = message.slice(Math.max(0, message.indexOf("Diagnostics:")));
  return telling.replaceAll(/\s+/g, " ").slice(0, longestReason);
}

function fileOf(runnable: Test | Hook): string {
  return relative(process.cwd(), runnable.file ?? runnable.parent?.file ?? "?");
}

/**
 * Mocha's `spec`, which also keeps the file that TEST_SUMMARY names: counts, failures, skips with their reasons, seconds by file and
 * what runs just now. It is written anew with each test, so that it tells of a process that was killed, too.
 */
class SummaryReporter extends reporters.Spec {
  private readonly failed: Told[] = [];
  private readonly skipped: Told[] = [];
  private readonly seconds: Record<string, number> = {};
  private running: string | undefined;

  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const begun = new Map<object, number>();
    const begin = (runnable: Test | Hook) => {
      begun.set(runnable, performance.now());
      this.seconds[fileOf(runnable)] ??= 0;
      this.running = runnable.fullTitle();
      this.write();
    };
    const end = (runnable: Test | Hook) => {
      const seconds = (performance.now() - (begun.get(runnable) ?? performance.now())) / 1000;
      this.seconds[fileOf(runnable)] = (this.seconds[fileOf(runnable)] ?? 0) + seconds;
    };
    runner.on("test", begin);
    runner.on("hook", begin);
    runner.on("test end", end);
    runner.on("hook end", end);
    runner.on("fail", (test, error: unknown) => {
      this.failed.push({ title: test.fullTitle(), file: fileOf(test), reason: reasonOf(error) });
    });
    runner.on("pending", (test) => {
      const reason = skipReason(test) ?? "without a reason";
      this.skipped.push({ title: test.fullTitle(), file: fileOf(test), reason });
    });
    runner.once("end", () => {
      this.running = undefined;
      this.write();
    });
  }

  private write(): void {
    const file = process.env.TEST_SUMMARY;
    if (file === undefined) {
      return;
    }
    const summary: Summary = {
      passes: this.stats.passes,
      failures: this.failed,
      skips: this.skipped,
      seconds: this.seconds,
      running: this.running,
    };
    // Whoever reads it while this process is killed finds the one before, whole.
    writeFileSync(`${file}.new`, JSON.stringify(summary));
    renameSync(`${file}.new`, file);
  }
}

export = SummaryReporter;
