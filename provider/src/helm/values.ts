import { isObject } from "../manifests/manifest";

/** Values of a chart with the user's over them: maps are joined, everything else is replaced, as Helm does. */
export function mergedValues(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) {
    return above;
  }
  const joined = Object.entries(above).map(([key, value]) => [
    key,
    Object.hasOwn(below, key) ? mergedValues(below[key], value) : value,
  ]);
  return { ...below, ...Object.fromEntries(joined) };
}

/** A value under its key, or nothing where none is said. */
export function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}
