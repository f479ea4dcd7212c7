import type { Diagnostic } from "../events";
import type { ComponentName } from "../grouping";
import { operations, type Change, type Counts, type Operation, type Report } from "../model";
import { shortType } from "../urn";

/** The sign of an operation, as in Pulumi's own display where it has one. */
export const signs: Readonly<Record<Operation, string>> = {
  delete: "-",
  replace: "±",
  update: "~",
  create: "+",
  import: "=",
  forget: "×",
  read: ">",
  refresh: "↻",
};

/** `1 delete, 4 update, 61 unchanged`. */
export function countWords(counts: Counts): string {
  const acting = operations.filter((operation) => counts[operation] > 0);
  const words = acting.map((operation) => `${counts[operation]} ${operationWord(operation)}`);
  return [...(words.length > 0 ? words : ["no changes"]), `${counts.same} unchanged`].join(", ");
}

/** What a failed preview got to: the words after "preview failed". */
export function partialWords({ counts, groups }: Report): string {
  return groups.length === 0 ? "" : `; as far as it came: ${countWords(counts)}`;
}

export function operationWord(operation: Operation): string {
  return operation === "refresh" ? "drifted" : operation;
}

export function componentTitle(component: ComponentName | undefined): string {
  return component === undefined ? "Stack" : `${shortType(component.type)} ${component.name}`;
}

/** Whether a change was allowed, for those that have to be. */
export function allowedNote({ allowed }: Change): readonly string[] {
  return allowed === undefined ? [] : [allowed ? "allowed" : "not allowed"];
}

/** The options that would allow what is forbidden, in its order. */
export function allowOptions({ forbidden, groups }: Report): string[] {
  const uses = new Map<string, number>();
  for (const { operation, name } of groups.flatMap(({ changes }) => changes)) {
    uses.set(`${operation} ${name}`, (uses.get(`${operation} ${name}`) ?? 0) + 1);
  }
  return forbidden.map(({ operation, name, urn }) => {
    // A name that means several resources would allow more than the one.
    const pattern = (uses.get(`${operation} ${name}`) ?? 0) > 1 ? urn : name;
    return `--allow-${operation} '${pattern.replaceAll("'", `'\\''`)}'`;
  });
}

/**
 * Messages worth showing: all where the preview failed, else warnings, without those that only say where a plugin lies.
 */
export function shownDiagnostics({ failed, diagnostics }: Report): readonly Diagnostic[] {
  return failed
    ? diagnostics
    : diagnostics.filter(
        ({ severity, message }) => severity !== "info" && !/^using \S+ from \$PATH at /.test(message),
      );
}

/** What a message is about. */
export function aboutWords(urn: string | undefined): string {
  const name = urn?.split("::").slice(3).join("::") ?? "";
  return name === "" ? "" : `${name}: `;
}
