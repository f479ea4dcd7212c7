import type { Problem } from "../problems";

/** Exactly one of the properties must be given. */
export function checkOneOf<K extends string>(
  value: Readonly<Partial<Record<K, unknown>>>,
  properties: readonly K[],
  path: string,
): Problem[] {
  const given = properties.filter((property) => value[property] !== undefined);
  if (given.length === 1) {
    return [];
  }
  const list = properties.join(", ");
  return given.length === 0
    ? [{ path, code: "KN1005", reason: `needs exactly one of ${list}` }]
    : [{ path, code: "KN1008", reason: `takes exactly one of ${list}, got ${given.join(" and ")}` }];
}
