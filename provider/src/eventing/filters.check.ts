import { z } from "zod";
import { pathText, under, type Problem } from "../problems";
import { checkCesql } from "./cesql";
import type { TriggerFilterArgs } from "./trigger.args";

const dialects = ["exact", "prefix", "suffix", "all", "any", "not", "cesql"] as const;

export const filterShape: z.ZodType<TriggerFilterArgs> = z.strictObject({
  exact: z.record(z.string(), z.string()).optional(),
  prefix: z.record(z.string(), z.string()).optional(),
  suffix: z.record(z.string(), z.string()).optional(),
  get all() {
    return z.array(filterShape).min(1).optional();
  },
  get any() {
    return z.array(filterShape).min(1).optional();
  },
  get not() {
    return filterShape.optional();
  },
  cesql: z.string().min(1).optional(),
});

/**
 * Names of attributes by which upstream filters (knative/eventing pkg/apis/eventing/v1/trigger_validation.go); one with another
 * name can't be in an event.
 */
export function checkAttributes(attributes: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.keys(attributes)
    .filter((name) => !/^[a-z][a-z0-9]*$/.test(name))
    .map((name) => ({
      path: pathText([name]),
      code: "KN9010",
      reason: "is no name of an event's attribute: lower-case letters and digits, beginning with a letter",
    }));
}

/** What a filter says that Knative would refuse, or that no event could pass. */
export function checkFilter(filter: TriggerFilterArgs): Problem[] {
  const given = dialects.filter((dialect) => filter[dialect] !== undefined);
  if (given.length !== 1) {
    const got = given.length === 0 ? "none" : given.join(" and ");
    const reason = `takes exactly one of ${dialects.join(", ")}, got ${got}; put several under all or any`;
    return [{ path: "", code: "KN9004", reason }];
  }
  return [
    ...(["exact", "prefix", "suffix"] as const).flatMap((dialect) =>
      under(dialect, checkValues(filter[dialect])),
    ),
    ...(["all", "any"] as const).flatMap((dialect) =>
      (filter[dialect] ?? []).flatMap((inner, index) => under(`${dialect}[${index}]`, checkFilter(inner))),
    ),
    ...(filter.not === undefined ? [] : under("not", checkFilter(filter.not))),
    ...under("cesql", filter.cesql === undefined ? [] : checkCesql(filter.cesql)),
  ];
}

function checkValues(attributes: Readonly<Record<string, string>> | undefined): Problem[] {
  if (attributes === undefined) {
    return [];
  }
  const names = Object.keys(attributes);
  return [
    ...(names.length === 0
      ? [
          {
            path: "",
            code: "KN9004" as const,
            reason: "names no attribute; name one, or leave the filter out",
          },
        ]
      : []),
    ...checkAttributes(attributes),
    ...names
      .filter((name) => attributes[name] === "")
      .map((name) => ({
        path: pathText([name]),
        code: "KN9004" as const,
        reason: "is empty, and Knative makes no filter of that; give a value, or use cesql: EXISTS attribute",
      })),
  ];
}
