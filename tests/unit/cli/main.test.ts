import { expect } from "chai";
import type { Command } from "commander";
import { program } from "../../../provider/src/cli/main";

/** Options that a command gets from a line of the whole program. */
async function optionsOf(...line: readonly string[]): Promise<Record<string, unknown>> {
  const whole = program();
  const path = line.slice(
    0,
    line.findIndex((word) => word.startsWith("-")),
  );
  const command = path.reduce<Command>(
    (parent, name) => parent.commands.find((each) => each.name() === name) ?? parent,
    whole,
  );
  let seen: Record<string, unknown> = {};
  command.action(() => {
    seen = command.opts();
  });
  await whole.parseAsync(line, { from: "user" });
  return seen;
}

describe("unit: the command line as a whole", () => {
  for (const path of [["diagnose"], ["diagnose", "events"], ["diagnose", "network"], ["graph"]]) {
    it(`hands ${path.join(" ")} what follows it, though commands above it have options of the same names`, async () => {
      const options = await optionsOf(...path, "-o", "json", "-n", "shop", "--context", "lab");
      expect(options).to.include({ output: "json", namespace: "shop", context: "lab" });
    });
  }
});
