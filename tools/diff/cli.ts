import { readFile, writeFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { CommanderError } from "commander";
import pc from "picocolors";
import { exitCode, makeReport, type Report } from "./model";
import { parseArguments, type CliOptions, type Format } from "./options";
import { readRecording } from "./recording";
import { renderJson } from "./render/json";
import { renderMarkdown } from "./render/markdown";
import { renderText } from "./render/text";
import { runPreview, selectedStack } from "./run";
import { listStacks } from "./stackFiles";

const plainWidth = 120;

async function main(): Promise<void> {
  const { stacks, options } = parseArguments(process.argv.slice(2));
  const reports =
    options.from.length > 0 ? await recordedReports(options) : await previewReports(stacks, options);
  process.stdout.write(render(reports, options.format, options, isColoured()));
  for (const file of options.output) {
    await writeFile(
      resolve(options.cwd, file),
      render(reports, formatOf(file, options.format), options, false),
    );
  }
  process.exitCode = exitCode(reports, options.expectNoChanges);
}

async function recordedReports(options: CliOptions): Promise<Report[]> {
  return Promise.all(
    options.from.map(async (file) => {
      const text = await readFile(resolve(options.cwd, file), "utf8");
      return makeReport(readRecording(text, file), reportOptions(options));
    }),
  );
}

/** One stack after the other: each preview has a language host and plugins of its own, and uses all cores. */
async function previewReports(named: readonly string[], options: CliOptions): Promise<Report[]> {
  const stacks = await chosenStacks(named, options);
  const reports: Report[] = [];
  for (const stack of stacks) {
    const onProgress = showProgress(stack);
    const { preview, failed } = await runPreview({
      directory: options.cwd,
      stack,
      refresh: options.refresh,
      saveEvents: options.saveEvents && resolve(options.cwd, options.saveEvents),
      onProgress,
    });
    clearProgress();
    reports.push(makeReport(preview, { ...reportOptions(options), stack, failed }));
  }
  return reports;
}

async function chosenStacks(named: readonly string[], { all, cwd }: CliOptions): Promise<readonly string[]> {
  if (all) {
    return listStacks(cwd);
  }
  return named.length > 0 ? [...new Set(named)] : [await selectedStack(cwd)];
}

function reportOptions({ allowReplace, allowDelete, verbose }: CliOptions) {
  return { allow: { replace: allowReplace, delete: allowDelete }, verbose };
}

function render(reports: readonly Report[], format: Format, options: CliOptions, colour: boolean): string {
  const { expectNoChanges, maxLength } = options;
  switch (format) {
    case "text":
      return renderText(reports, { colour, width: process.stdout.columns ?? plainWidth, expectNoChanges });
    case "markdown":
      return renderMarkdown(reports, { expectNoChanges, maxLength });
    case "json":
      return renderJson(reports, { expectNoChanges });
  }
}

/** A file's name says what is wanted in it; without an extension that does, it is what is printed. */
function formatOf(file: string, printed: Format): Format {
  const formats: Readonly<Record<string, Format>> = { ".md": "markdown", ".json": "json", ".txt": "text" };
  return formats[extname(file)] ?? printed;
}

/** See https://no-color.org: any value but an empty one turns colours off. */
function isColoured(): boolean {
  return process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "";
}

/** Progress for people who look on; logs are spared it. */
function showProgress(stack: string): (resources: number) => void {
  const show = (resources: number): void => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${pc.dim(`previewing ${stack}: ${resources} resources`)}\x1b[K`);
    }
  };
  show(0);
  return show;
}

function clearProgress(): void {
  if (process.stderr.isTTY) {
    process.stderr.write("\r\x1b[K");
  }
}

main().catch((error: unknown) => {
  // Commander has said what there is to say.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
