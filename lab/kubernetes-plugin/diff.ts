import { touches } from "./forceNew";
import { formatPropertyPath, type PropertyPath, containsPath, parsePropertyPath } from "./propertyPath";
import { isArray, equal, isMap, Unknown, type Value, type ValueMap } from "./value";

export type ChangeKind = "add" | "delete" | "update";

/** One property that differs. */
export interface Change {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
  /** Whether the change can only be had by another object. */
  readonly replace: boolean;
}

/** What a value is compared with where its map has no such key. */
const missing = Symbol("missing");
type Side = Value | typeof missing;

/**
 * Compares the old object (the live one pruned to the old inputs) with the new inputs.
 * A whole map or list that comes or goes is one change. Lists are compared by index.
 */
export function diffObjects(
  old: ValueMap,
  inputs: ValueMap,
  patterns: readonly (readonly string[])[],
): Change[] {
  return diffMaps([], old, inputs).map(({ path, kind, value }) => ({
    path,
    kind,
    replace: touches(patterns, path, value),
  }));
}

interface RawChange {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
  readonly value: Value | undefined;
}

function diffMaps(path: PropertyPath, old: ValueMap, now: ValueMap): RawChange[] {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(old)])];
  return keys.flatMap((key) => diffValues([...path, key], side(old, key), side(now, key)));
}

function side(map: ValueMap, key: string): Side {
  return Object.hasOwn(map, key) ? (map[key] ?? null) : missing;
}

function diffLists(path: PropertyPath, old: readonly Value[], now: readonly Value[]): RawChange[] {
  const length = Math.max(old.length, now.length);
  return Array.from({ length }, (_, i) => i).flatMap((i) =>
    diffValues([...path, i], old[i] ?? missing, now[i] ?? missing),
  );
}

function diffValues(path: PropertyPath, old: Side, now: Side): RawChange[] {
  if (now === missing || now === null) {
    return (old === missing && now === missing) || old === now ? [] : [{ path, kind: "delete", value: null }];
  }
  if (old === missing) {
    return [{ path, kind: "add", value: now }];
  }
  if (now instanceof Unknown) {
    return [{ path, kind: "update", value: now }];
  }
  if (isMap(old) && isMap(now)) {
    return diffMaps(path, old, now);
  }
  if (isArray(old) && isArray(now)) {
    return diffLists(path, old, now);
  }
  return equal(old, now) ? [] : [{ path, kind: "update", value: now }];
}

/** The changes that no ignored path covers. */
export function withoutIgnored(changes: readonly Change[], ignored: readonly string[]): Change[] {
  const paths = ignored.map(parsePropertyPath);
  return changes.filter(({ path }) => !paths.some((ignoredPath) => containsPath(ignoredPath, path)));
}

/** The paths of changes that replace the object; the loss of all metadata counts too. */
export function replacingPaths(changes: readonly Change[]): string[] {
  return changes
    .filter(
      ({ path, kind, replace }) => replace || (kind === "delete" && formatPropertyPath(path) === "metadata"),
    )
    .map(({ path }) => formatPropertyPath(path));
}
