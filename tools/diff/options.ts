import { Command, InvalidArgumentError, Option, type OutputConfiguration } from "commander";

export const formats = ["text", "markdown", "json"] as const;
export type Format = (typeof formats)[number];

export interface CliOptions {
  readonly all: boolean;
  readonly format: Format;
  readonly output: readonly string[];
  readonly allowReplace: readonly string[];
  readonly allowDelete: readonly string[];
  readonly expectNoChanges: boolean;
  readonly refresh: boolean;
  readonly verbose: boolean;
  readonly from: readonly string[];
  readonly saveEvents?: string;
  readonly maxLength: number;
  readonly cwd: string;
}

export interface CliArguments {
  readonly stacks: readonly string[];
  readonly options: CliOptions;
}

const help = `
Exit codes:
  0  the preview succeeded and nothing forbidden would happen
  1  a preview failed, or the command could not run
  2  something would be replaced or deleted that was not allowed by name,
     or --expect-no-changes was given and there are changes

Examples:
  npm run diff                                 the selected stack
  npm run diff -- prod                         one stack
  npm run diff -- lab prod                     several, one after the other
  npm run diff -- --all                        every Pulumi.<stack>.yaml of the project
  npm run diff -- prod --refresh               also what was changed outside of Pulumi
  npm run diff -- prod --allow-delete 'shop' --allow-delete 'shop:*'
  npm run diff -- prod --output diff.md --output diff.json
  npm run --silent diff -- prod --format json | jq '.stacks[].counts'
  npm run diff -- prod --save-events events.jsonl
  npm run diff -- --from events.jsonl --format markdown

A PATTERN is a resource's logical name or URN; * stands for any characters, ? for one.
Secrets are never printed. Colours are for terminals only; NO_COLOR turns them off.`;

const defaults = {
  all: false,
  output: [],
  allowReplace: [],
  allowDelete: [],
  expectNoChanges: false,
  refresh: false,
  verbose: false,
  from: [],
} as const satisfies Partial<CliOptions>;

/**
 * Reads the command line.
 * @throws commander's CommanderError, which has the exit code, once help or what is wrong has been written to `output`
 * (default: the process's).
 */
export function parseArguments(args: readonly string[], output: OutputConfiguration = {}): CliArguments {
  const command = makeCommand().exitOverride().configureOutput(output);
  command.parse(args, { from: "user" });
  const options: CliOptions = { ...defaults, ...command.opts<Omit<CliOptions, keyof typeof defaults>>() };
  const stacks = command.args;
  const conflict = conflictIn(stacks, options);
  if (conflict !== undefined) {
    command.error(`error: ${conflict}`);
  }
  return { stacks, options };
}

function conflictIn(
  stacks: readonly string[],
  { all, from, refresh, saveEvents }: CliOptions,
): string | undefined {
  if (all && stacks.length > 0) {
    return `--all means every stack; leave out ${stacks.join(", ")}, or leave out --all`;
  }
  if (from.length > 0 && (stacks.length > 0 || all || refresh || saveEvents !== undefined)) {
    return "--from shows what was recorded and runs nothing; leave out stacks, --all, --refresh and --save-events";
  }
  if (saveEvents !== undefined && (all || stacks.length > 1)) {
    return "--save-events holds the events of one stack; name just one";
  }
  return undefined;
}

function makeCommand(): Command {
  return new Command("npm run diff --")
    .description("Previews stacks and shows what would change, by component, as a compact table.")
    .argument("[stacks...]", "stacks to preview (default: the selected one)")
    .option("--all", "preview every Pulumi.<stack>.yaml of the project")
    .addOption(new Option("-f, --format <format>", "what to print").choices(formats).default("text"))
    .option(
      "-o, --output <file>",
      "also write it to a file: .md, .json or .txt says how (repeatable)",
      gather,
    )
    .option("--allow-replace <pattern>", "let matching resources be replaced (repeatable)", gather)
    .option("--allow-delete <pattern>", "let matching resources be deleted (repeatable)", gather)
    .option("--expect-no-changes", "exit with 2 if anything would change")
    .option("--refresh", "compare with the cluster first, and show what was changed there")
    .option("--verbose", "also show the properties of what is created")
    .option("--from <file>", "show recorded engine events instead of running a preview (repeatable)", gather)
    .option("--save-events <file>", "record the engine's events for --from; share the file with care")
    .option("--max-length <characters>", "longest Markdown to write", positiveInteger, 60_000)
    .addOption(
      new Option("-C, --cwd <directory>", "directory of the Pulumi project").default(
        process.cwd(),
        "where you are",
      ),
    )
    .addHelpText("after", help)
    .showHelpAfterError("(--help tells more)");
}

function gather(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function positiveInteger(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1_000) {
    throw new InvalidArgumentError("It is a whole number of 1000 or more.");
  }
  return number;
}
