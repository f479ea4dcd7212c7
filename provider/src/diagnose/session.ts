import { InvalidArgumentError, Option } from "commander";
import { parse } from "yaml";
import { ProbeError } from "../cluster/connect";
import { readKubeconfig } from "../cluster/kubeconfig";
import { openReader } from "./read";
import type { Reader } from "./reader";

/** What every command that asks a cluster is told of it. */
export interface ReadingOptions {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Seconds that one request may take. */
  readonly timeout: number;
}

/** The same, and how it is to answer. */
export interface SessionOptions extends ReadingOptions {
  readonly output: "text" | "json";
}

/** The command's ways to the world. */
export interface Surroundings {
  readonly open: typeof openReader;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly color: boolean;
}

/** All is well; something is broken; it could not be told. */
export const exitCodes = { fine: 0, broken: 1, unknown: 2 } as const;

export const terminal: Surroundings = {
  open: openReader,
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY && process.env.NO_COLOR === undefined,
};

/** The options of `SessionOptions`, but for the namespace; the first of the formats is the default. */
export function sessionOptions(formats: readonly string[] = ["text", "json"]): readonly Option[] {
  return [
    new Option("--context <name>", "context of the kubeconfig (default: its current one)"),
    new Option("--kubeconfig <path>", "path of the kubeconfig (default: as kubectl)"),
    new Option("-o, --output <format>", "format of the answer").choices(formats).default(formats[0]),
    new Option("--timeout <seconds>", "time that one request may take").argParser(seconds).default(10),
  ];
}

export const exitCodesHelp =
  "\nExit code: 0 all is well, 1 something is broken, 2 wrong usage or no answer from the cluster.";

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 600)) {
    throw new InvalidArgumentError("must be from 1 to 600 seconds.");
  }
  return value;
}

/** Opens a reader of the cluster, hands it over with the namespace that is meant, and tells why there is no answer. */
export async function withReader(
  options: ReadingOptions,
  surroundings: Surroundings,
  examine: (reader: Reader, namespace: string) => Promise<number>,
): Promise<number> {
  const reading = readKubeconfig(options.kubeconfig, options.context);
  if (!("text" in reading)) {
    surroundings.complain(reading.problems.map(({ reason, code }) => `${reason} [${code}]\n`).join(""));
    return exitCodes.unknown;
  }
  try {
    const { text, context } = reading;
    const reader = await surroundings.open(text, context, { timeoutSeconds: options.timeout });
    return await examine(reader, options.namespace ?? namespaceOf(text, context) ?? "default");
  } catch (error) {
    if (!(error instanceof ProbeError)) {
      throw error;
    }
    const code = error.kind === "denied" ? "KN2006" : "KN2003";
    surroundings.complain(
      `the cluster ${reading.server} of context "${reading.context}" gives no answer: ${error.message} [${code}]\n`,
    );
    return exitCodes.unknown;
  }
}

/** Commands to run next ask the same cluster. */
export function inContext(next: readonly string[], context: string | undefined): readonly string[] {
  return context === undefined
    ? next
    : next.map((command) =>
        command.replace(/^(kubectl|pulumi-knative diagnose) /, `$1 --context ${context} `),
      );
}

/** The namespace that a kubeconfig's context is set to. */
function namespaceOf(kubeconfig: string, context: string): string | undefined {
  const { contexts } = parse(kubeconfig) as {
    readonly contexts?: readonly {
      readonly name: string;
      readonly context?: { readonly namespace?: string };
    }[];
  };
  return contexts?.find(({ name }) => name === context)?.context?.namespace;
}
