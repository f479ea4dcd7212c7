import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { isObject } from "../manifests/manifest";

/** Steps from a configuration key to a value: property names and indexes. */
export type ValuePath = readonly (string | number)[];

/**
 * Where a stack file has values that Pulumi encrypts (`secure: …`), by the whole configuration key. An empty path is the whole value.
 * A text that is no stack file has none.
 */
export function securePaths(stackFile: string): ReadonlyMap<string, readonly ValuePath[]> {
  const file: unknown = parseQuietly(stackFile);
  const config = isObject(file) && isObject(file["config"]) ? file["config"] : {};
  return new Map(Object.entries(config).map(([key, value]) => [key, secureIn(value, [])]));
}

function parseQuietly(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}

function secureIn(value: unknown, path: ValuePath): ValuePath[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => secureIn(entry, [...path, index]));
  }
  if (!isObject(value)) {
    return [];
  }
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "secure" && typeof value["secure"] === "string"
    ? [path]
    : keys.flatMap((key) => secureIn(value[key], [...path, key]));
}

/** Paths of all values that hold no others: where nobody tells which of them is secret, each may be. */
export function leafPaths(value: unknown, path: ValuePath = []): ValuePath[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => leafPaths(entry, [...path, index]));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, entry]) => leafPaths(entry, [...path, key]))
    : [path];
}

/** A copy of a value in which what the paths lead to is secret; a path to a map or list makes all of its leaves secret. */
export function withSecrets(value: unknown, paths: readonly ValuePath[]): unknown {
  if (paths.length === 0) {
    return value;
  }
  const whole = paths.some(({ length }) => length === 0);
  const pathsOf = (key: string | number) =>
    whole ? [[]] : paths.filter(([head]) => head === key).map((path) => path.slice(1));
  if (Array.isArray(value)) {
    return value.map((entry, index) => withSecrets(entry, pathsOf(index)));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, withSecrets(entry, pathsOf(key))]),
    );
  }
  return pulumi.secret(value);
}
