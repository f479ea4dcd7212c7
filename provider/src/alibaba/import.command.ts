import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { ImportError, importJson, importServices, importText } from "./import";

/** The command's ways to the world. */
export interface ImportSurroundings {
  readonly read: (file: string | undefined) => Promise<string>;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** All is well; something is wrong with the annotations; there is nothing to read. */
export const importCodes = { fine: 0, problems: 1, unknown: 2 } as const;

const terminal: ImportSurroundings = {
  read: (file) => (file === undefined || file === "-" ? text(process.stdin) : readFile(file, "utf8")),
  write: (written) => void process.stdout.write(written),
  complain: (written) => void process.stderr.write(written),
};

const help = `
Prints the entry of "gateways" that the Service stands for, with what is wrong with its annotations as comments. An annotation
that can't be read is left out of the entry. Nothing is changed, and no cluster is asked.

Examples:
  pulumi-knative import-annotations service.yaml
  kubectl -n knative-serving get service ingress-gateway -o yaml | pulumi-knative import-annotations

Exit code: 0 all is well, 1 there are problems, 2 wrong usage or nothing to read.
`;

/** `pulumi-knative import-annotations`: hand-written annotations of Alibaba's load balancers as typed args. */
export function importCommand(surroundings: ImportSurroundings = terminal): Command {
  return new Command("import-annotations")
    .description(
      "turn a Service's annotations for Alibaba's load balancers into typed settings, and check them",
    )
    .argument("[file]", 'YAML or JSON with one Service or more; "-" or none reads the standard input')
    .option("--json", "print JSON, for programs")
    .addHelpText("after", help)
    .exitOverride()
    .action(async (file: string | undefined, { json = false }: { readonly json?: boolean }) => {
      process.exitCode = await runImport(file, json, surroundings);
    });
}

/** Runs the command and gives its exit code. */
export async function runImport(
  file: string | undefined,
  json: boolean,
  { read, write, complain }: ImportSurroundings,
): Promise<number> {
  try {
    const imported = importServices(await read(file));
    write(json ? importJson(imported) : importText(imported));
    return imported.some(({ problems }) => problems.length > 0) ? importCodes.problems : importCodes.fine;
  } catch (error) {
    if (error instanceof ImportError || isFileError(error)) {
      complain(`error: ${error.message}\n`);
      return importCodes.unknown;
    }
    throw error;
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "path" in error;
}
