import { Command, CommanderError } from "commander";
import { importCommand } from "../alibaba/import.command";
import { diagnoseCommand } from "../diagnose/diagnose.command";
import { graphCommand } from "../graph/graph.command";
import { benchCommand } from "../loadtest/bench.command";
import { pullCommand } from "../pull/pull.command";
import { completionCommand } from "./completion";

/** The commands of `pulumi-knative`, each from its own area. */
const commands: readonly (() => Command)[] = [
  () => diagnoseCommand(),
  () => graphCommand(),
  () => importCommand(),
  pullCommand,
  () => benchCommand(),
  () => completionCommand(program),
];

/** The command line `pulumi-knative`. */
export function program(): Command {
  return commands.reduce(
    (whole, command) => whole.addCommand(command()),
    new Command("pulumi-knative")
      .description("Knative on any Kubernetes by Pulumi: what is done besides `pulumi up`.")
      .showHelpAfterError()
      .exitOverride()
      // What follows a command is that command's: `diagnose events -o json` is no matter of diagnose.
      .enablePositionalOptions(),
  );
}

/** Runs a command line; wrong usage ends with 2, a command that fails with 1. */
export async function run(command: Command, args: readonly string[]): Promise<void> {
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else {
      console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}
