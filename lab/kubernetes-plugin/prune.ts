import { isArray, isMap, Secret, Unknown, type Value, type ValueMap } from "./value";

/**
 * The live object without what the inputs do not name: maps keep the keys that the target has, lists keep as many
 * elements as the target has, matched by index. A value whose type differs from the target's is kept whole.
 */
export function prune(source: ValueMap, target: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(source)
      .filter(([key]) => Object.hasOwn(target, key))
      .map(([key, value]) => [key, pruneValue(value, target[key])]),
  );
}

function pruneValue(value: Value, target: Value | undefined): Value {
  if (isMap(value) && isMap(target)) {
    return prune(value, target);
  }
  return isArray(value) && isArray(target) ? pruneList(value, target) : value;
}

function pruneList(source: readonly Value[], target: readonly Value[]): Value[] {
  if (source.length === 0 || target.length === 0) {
    return [];
  }
  if (typeName(source[0]) !== typeName(target[0])) {
    return [...source];
  }
  return source.slice(0, target.length).map((value, i) => pruneValue(value, target[i]));
}

function typeName(value: Value | undefined): string {
  if (value === null || value instanceof Unknown || value instanceof Secret) {
    return "other";
  }
  return isArray(value) ? "list" : typeof value;
}
