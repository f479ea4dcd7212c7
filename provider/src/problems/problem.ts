import * as pulumi from "@pulumi/pulumi";
import type { ProblemCode } from "./codes";

/** Something wrong with an input. */
export interface Problem {
  /** Where: a property path as Pulumi prints it, such as `gateways[0].exposure`. */
  readonly path: string;
  readonly code: ProblemCode;
  /** The limit and the way out, lower case, without a full stop. */
  readonly reason: string;
}

/** The problems of a part, seen from the whole that holds it under `prefix`. */
export function under(prefix: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, path: joinPath(prefix, problem.path) }));
}

function joinPath(prefix: string, path: string): string {
  if (path === "" || prefix === "") {
    return prefix + path;
  }
  return path.startsWith("[") || prefix.endsWith(":") ? `${prefix}${path}` : `${prefix}.${path}`;
}

/** One problem, one line: `path: reason [code]`. */
export function problemLine({ path, code, reason }: Problem): string {
  return `${path === "" ? "" : `${path}: `}${reason} [${code}]`;
}

/** All problems of one component's inputs. Pulumi prints it by property, also across languages. */
export class ProblemsError extends pulumi.InputPropertiesError {
  /** Marks a mistake of the user, not of the program: Pulumi then prints the message alone (see its RunError). */
  readonly __pulumiRunError = true;

  constructor(
    component: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    const heading = `${component} has ${count} with its inputs`;
    super({
      message: [`${heading}:`, ...problems.map((problem) => `  - ${problemLine(problem)}`)].join("\n"),
      errors: problems.map(({ path, code, reason }) => ({
        propertyPath: path,
        reason: `${reason} [${code}]`,
      })),
    });
    // An uncaught error is printed by its stack, and a trace into this package tells the user nothing.
    this.stack = this.message;
  }
}

/** Throws one error that holds all problems, if there are any. */
export function refuse(component: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ProblemsError(component, problems);
  }
}

/** Makes a part of a whole, so that the part's problems are told by the paths that they have in the whole. */
export function makePart<T>(whole: string, prefix: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof ProblemsError ? new ProblemsError(whole, under(prefix, error.problems)) : error;
  }
}
