import { createHash } from "node:crypto";
import { join } from "node:path";
import { Argument, Command, Option } from "commander";
import { closing, nothing } from "./runner/summary";

export interface Options {
  readonly all?: true;
  readonly instance: string;
  readonly keepLab?: true;
}

const checkout = join(__dirname, "..");

/** The lab of this checkout's tests: one beside that of `npm start`, and beside those of other checkouts. */
const ownInstance = `test-${createHash("sha256").update(checkout).digest("hex").slice(0, 8)}`;

async function main(files: readonly string[], options: Options): Promise<void> {
  // Names, paths and addresses of the lab follow from it as soon as they are loaded.
  process.env.LAB_INSTANCE = options.instance;
  const { runTests } = await import("./runner/main.js");
  await runTests(files, options);
}

const program = new Command("npm test")
  .description("Runs the tests that decide whether a change may land; with --all, every test there is.")
  .addArgument(new Argument("[files...]", "test files, instead of a suite"))
  .addOption(new Option("--all", "every test: more than an hour"))
  .addOption(new Option("--instance <name>", "LAB_INSTANCE of the lab to test in").default(ownInstance))
  .addOption(new Option("--keep-lab", "leave the lab up afterwards, for a look at it"))
  .showHelpAfterError()
  .action(main);

program.parseAsync().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.log(closing({ ...nothing, failures: [{ title: "the run", reason }] }));
  process.exitCode = 1;
});
