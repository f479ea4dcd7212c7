import { matches, type Allowances } from "./allow";
import { changedProperties, driftedProperties, givenProperties, type PropertyChange } from "./compare";
import type { Step } from "./events";
import { operations, type Change, type Operation } from "./model";
import { compareTexts } from "./path";
import { isStack, parseUrn, shortType } from "./urn";

/** What the engine's operations amount to: sdk/go/common/apitype/history.go. `same` and `refresh` change nothing. */
const operationOf: Readonly<Record<string, Operation>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
  "delete-replaced": "delete",
  read: "read",
  import: "import",
  discard: "forget",
  "discard-replaced": "forget",
  "remove-pending-replace": "forget",
};

/** The steps of a replacement, the one that tells most first. */
const replacements = ["replace", "create-replacement", "import-replacement", "read-replacement"];

/** All steps of a resource make one change; what others changed on the cluster makes one of its own. */
export function changesOf(steps: readonly Step[], verbose: boolean): Change[] {
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) {
    byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  }
  return [...byUrn.values()]
    .flatMap((own) => [...driftOf(own), ...plannedOf(own, verbose)])
    .toSorted(
      (a, b) =>
        operations.indexOf(a.operation) - operations.indexOf(b.operation) ||
        compareTexts(a.title, b.title) ||
        compareTexts(a.urn, b.urn),
    );
}

/** Says of a replacement or deletion whether it was allowed. */
export function judge(change: Change, allow: Allowances): Change {
  const patterns = allowancesFor(change, allow);
  return patterns === undefined
    ? change
    : { ...change, allowed: patterns.some((pattern) => matches(pattern, change)) };
}

/** The patterns that may allow a change; undefined where it needs none. */
export function allowancesFor(
  { operation, leftover }: Change,
  allow: Allowances,
): readonly string[] | undefined {
  if (operation === "replace") {
    return allow.replace;
  }
  if (operation === "delete") {
    return leftover === true ? [...allow.delete, ...allow.replace] : allow.delete;
  }
  return undefined;
}

function plannedOf(steps: readonly Step[], verbose: boolean): Change[] {
  const planned = steps.filter(({ op, moment }) => moment === "before" && op in operationOf);
  const replacement = replacements
    .map((op) => planned.find((step) => step.op === op))
    .find((step) => step !== undefined);
  if (replacement !== undefined) {
    return [replaceChange(replacement)];
  }
  const distinct = [...new Map(planned.map((step) => [step.op, step])).values()];
  return distinct.map((step) => plainChange(step, operationOf[step.op] ?? "update", verbose));
}

function replaceChange(step: Step): Change {
  const properties = changedProperties(step);
  const because = properties.some(({ replaces }) => replaces);
  const provider = providerChanges(step) ? ["its provider changes"] : [];
  return {
    ...identify(step),
    operation: "replace",
    properties,
    notes: because || provider.length > 0 ? provider : ["because of what it depends on, or by request"],
  };
}

function plainChange(step: Step, operation: Operation, verbose: boolean): Change {
  const leftover = step.op === "delete-replaced";
  return {
    ...identify(step),
    operation,
    properties: propertiesOf(step, operation, verbose),
    notes: [
      ...(leftover ? ["left by a replacement that was interrupted"] : []),
      ...(operation === "delete" && step.old?.retainOnDelete === true
        ? ["stays where it is: retainOnDelete"]
        : []),
      ...(operation === "update" && providerChanges(step) ? ["its provider changes"] : []),
    ],
    ...(leftover ? { leftover } : {}),
  };
}

function propertiesOf(step: Step, operation: Operation, verbose: boolean): PropertyChange[] {
  if (operation === "update" || operation === "import") {
    return changedProperties(step);
  }
  return verbose && operation === "create" && !isStack(step.type) ? givenProperties(step) : [];
}

/** What a refresh found: gone, or other than the state says. Only the end of its step tells. */
function driftOf(steps: readonly Step[]): Change[] {
  return steps
    .filter(({ op, moment, type }) => op === "refresh" && moment === "after" && !isStack(type))
    .flatMap((step) => {
      const change = { ...identify(step), operation: "refresh" as const };
      if (step.new === undefined) {
        return [{ ...change, properties: [], notes: ["deleted outside of Pulumi"] }];
      }
      const properties = driftedProperties(step);
      return properties.length === 0 ? [] : [{ ...change, properties, notes: ["changed outside of Pulumi"] }];
    });
}

function identify({ urn, type }: Step): Pick<Change, "urn" | "type" | "name" | "title"> {
  const { name } = parseUrn(urn);
  const kind = shortType(type);
  // Children are named `<component>:<Kind>/<namespace>/<name>`: the kind need not be said twice.
  const own = new RegExp(`^[^:]*:${kind}/(.+)$`, "s").exec(name)?.[1] ?? name;
  return { urn, type, name, title: `${kind} ${own}` };
}

/** Whether another provider manages it from now on; the provider's id, after its URN, tells nothing. */
function providerChanges({ old, new: wanted }: Step): boolean {
  const urnOf = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));
  const [before, after] = [urnOf(old?.provider ?? ""), urnOf(wanted?.provider ?? "")];
  return before !== "" && after !== "" && before !== after;
}
