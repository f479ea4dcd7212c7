import { isList, isObject, SECRET, UNKNOWN, type Value } from "./encoding";

/** A place in a value: names of properties and indices of lists. */
export type Path = readonly (string | number)[];

/**
 * Reads a property path as the engine writes it: `spec.containers[0].env["a.b"]`. What can't be read so is taken as the
 * name of one property, as the engine does.
 */
export function parsePath(text: string): Path {
  const pattern = /\.?([^.[\]]+)|\.?\[(\d+)\]|\.?\["((?:\\"|[^"])*)"\]/gy;
  const matches = [...text.matchAll(pattern)];
  const read = matches.reduce((length, [match]) => length + match.length, 0);
  if (matches.length === 0 || read !== text.length) {
    return [text];
  }
  return matches.map(([, name, index, quoted]) =>
    index === undefined ? (name ?? (quoted ?? "").replaceAll('\\"', '"')) : Number(index),
  );
}

/** Writes a path as Pulumi's users write it, for instance after `ignoreChanges`. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") {
        return `[${step}]`;
      }
      if (!/^[^.[\]"\s]+$/.test(step)) {
        return `["${step.replaceAll('"', '\\"')}"]`;
      }
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The value at a path. Secrets and unknown values may hold anything, so they stand for all that is below them. */
export function valueAt(value: Value | undefined, path: Path): Value | undefined {
  return path.reduce<Value | undefined>((parent, step) => {
    if (parent === SECRET || parent === UNKNOWN) {
      return parent;
    }
    if (isList(parent)) {
      return typeof step === "number" ? parent[step] : undefined;
    }
    return isObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
  }, value);
}

/** Order of paths in which `[2]` stands before `[10]`. */
export function comparePaths(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) {
      return 1;
    }
    if (step !== other) {
      return typeof step === "number" && typeof other === "number"
        ? step - other
        : compareTexts(String(step), String(other));
    }
  }
  return a.length - b.length;
}

/** Order of texts by code unit, the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
