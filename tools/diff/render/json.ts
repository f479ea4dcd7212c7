import type { PropertyChange } from "../compare";
import { SECRET, UNKNOWN, type Value } from "../encoding";
import { exitCode, hasChanges, type Change, type Report } from "../model";
import { plainValue } from "../values";
import { allowOptions } from "./words";

/** Raised when a field goes away or changes its meaning. New fields don't raise it. */
export const jsonVersion = 1;

/** A value as programs read it. In what is inside of `value`, secrets read `[secret]`. */
export type JsonValue = { readonly secret: true } | { readonly unknown: true } | { readonly value: unknown };

/** Previews for programs: docs/diff.md describes the shape. */
export function renderJson(
  reports: readonly Report[],
  { expectNoChanges }: { expectNoChanges: boolean },
): string {
  const document = {
    version: jsonVersion,
    exitCode: exitCode(reports, expectNoChanges),
    stacks: reports.map(stackJson),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function stackJson(report: Report): object {
  const options = allowOptions(report);
  return {
    project: report.project,
    stack: report.stack,
    result: report.failed ? "failed" : "succeeded",
    changed: hasChanges(report),
    counts: report.counts,
    durationSeconds: report.durationSeconds,
    components: report.groups.map(({ component, changes }) => ({
      component: component ?? null,
      changes: changes.map(changeJson),
    })),
    outputs: report.outputs.map(propertyJson),
    diagnostics: report.diagnostics,
    forbidden: report.forbidden.map((change, index) => ({
      operation: change.operation,
      urn: change.urn,
      name: change.name,
      allowBy: options[index],
    })),
    unusedAllowances: report.unusedAllowances,
  };
}

function changeJson(change: Change): object {
  return { ...change, properties: change.properties.map(propertyJson) };
}

function propertyJson({ old, new: wanted, ...rest }: PropertyChange): object {
  return {
    ...rest,
    ...(old === undefined ? {} : { old: jsonValue(old) }),
    ...(wanted === undefined ? {} : { new: jsonValue(wanted) }),
  };
}

function jsonValue(value: Value): JsonValue {
  if (value === SECRET) {
    return { secret: true };
  }
  return value === UNKNOWN ? { unknown: true } : { value: plainValue(value) };
}
