import { CommanderError } from "commander";
import { expect } from "chai";
import { parseArguments } from "../../../../tools/diff/options";

interface Ending {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** How a command line ends that runs nothing. */
function ending(...args: string[]): Ending {
  const written = { out: "", err: "" };
  try {
    parseArguments(args, {
      writeOut: (text) => void (written.out += text),
      writeErr: (text) => void (written.err += text),
    });
  } catch (error) {
    return {
      ...written,
      exitCode: error instanceof CommanderError ? error.exitCode : expect.fail(String(error)),
    };
  }
  return expect.fail("it was accepted");
}

describe("diff: arguments", () => {
  it("have defaults that run one stack, print text and allow nothing", () => {
    const { stacks, options } = parseArguments([]);
    expect(stacks).to.deep.equal([]);
    expect(options).to.deep.include({
      format: "text",
      allowReplace: [],
      allowDelete: [],
      all: false,
      from: [],
    });
  });

  it("may be repeated where they name things", () => {
    const { options } = parseArguments(["--allow-delete", "a", "--allow-delete", "b", "-o", "x", "-o", "y"]);
    expect(options).to.deep.include({ allowDelete: ["a", "b"], output: ["x", "y"] });
  });

  const contradictions = [
    [["--all", "prod"], /leave out prod, or leave out --all/],
    [["--from", "x", "prod"], /--from shows what was recorded and runs nothing/],
    [["--from", "x", "--refresh"], /--from shows what was recorded and runs nothing/],
    [["--save-events", "x", "--all"], /holds the events of one stack; name just one/],
    [["--save-events", "x", "a", "b"], /holds the events of one stack; name just one/],
    [["--max-length", "12"], /a whole number of 1000 or more/],
    [["--format", "html"], /Allowed choices are text, markdown, json/],
    [["--nonsense"], /unknown option '--nonsense'/],
  ] as const;
  for (const [args, message] of contradictions) {
    it(`are refused with 1: ${args.join(" ")}`, () => {
      const { exitCode, err } = ending(...args);
      expect(exitCode).to.equal(1);
      expect(err)
        .to.match(/^error: /)
        .and.to.match(message);
    });
  }

  it("are explained by --help, with examples and exit codes", () => {
    const { exitCode, out } = ending("--help");
    expect(exitCode).to.equal(0);
    expect(out).to.contain("Exit codes:").and.to.contain("npm run diff -- lab prod");
  });
});
