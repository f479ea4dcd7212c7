/** A value that is not known yet: it stands for an output of a resource that does not exist. */
export class Unknown {
  static readonly instance = new Unknown();
}

/** A value that the engine encrypts in the state and hides on the screen. */
export class Secret {
  constructor(readonly element: Value) {}
}

/** A property value as the engine sends it. Kubernetes objects are the same without `Secret`. */
export type Value = null | boolean | number | string | Unknown | Secret | Value[] | ValueMap;

/** Properties by name. */
export interface ValueMap {
  [key: string]: Value;
}

/** `Array.isArray`, which loses the type of the elements. */
export function isArray(value: Value | undefined): value is Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** The value under a path of map keys; undefined where the path ends early. */
export function pluck(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value;
  for (const key of path) {
    if (!isMap(current) || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = current[key];
  }
  return current;
}

/** The string under a path, or "" where there is none. */
export function pluckString(value: Value | undefined, ...path: readonly string[]): string {
  const found = pluck(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number under a path, or undefined where there is none. */
export function pluckNumber(value: Value | undefined, ...path: readonly string[]): number | undefined {
  const found = pluck(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** The maps in the list under a path; what is not a map is left out. */
export function pluckMaps(value: Value | undefined, ...path: readonly string[]): ValueMap[] {
  const found = pluck(value, ...path);
  return isArray(found) ? found.filter(isMap) : [];
}

/** A copy with the value set under the path. Maps on the way are made where they are missing. */
export function withPath(map: ValueMap, path: readonly string[], value: Value): ValueMap {
  const [key, ...rest] = path;
  if (key === undefined) {
    return map;
  }
  if (rest.length === 0) {
    return { ...map, [key]: value };
  }
  const child = map[key];
  return { ...map, [key]: withPath(isMap(child) ? child : {}, rest, value) };
}

/** A copy without the value under the path. */
export function withoutPath(map: ValueMap, path: readonly string[]): ValueMap {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(map, key)) {
    return map;
  }
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
  }
  const child = map[key];
  return isMap(child) ? { ...map, [key]: withoutPath(child, rest) } : map;
}

/** Whether an unknown is anywhere inside. Secrets are looked into. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) {
    return true;
  }
  if (value instanceof Secret) {
    return hasUnknown(value.element);
  }
  if (isArray(value)) {
    return value.some(hasUnknown);
  }
  return isMap(value) && Object.values(value).some(hasUnknown);
}

/** Whether a secret is anywhere inside. */
export function hasSecret(value: Value | undefined): boolean {
  if (value instanceof Secret) {
    return true;
  }
  if (isArray(value)) {
    return value.some(hasSecret);
  }
  return isMap(value) && Object.values(value).some(hasSecret);
}

/** Deep equality; two unknowns are never equal, for nobody knows. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a instanceof Unknown || b instanceof Unknown) {
    return false;
  }
  if (a instanceof Secret || b instanceof Secret) {
    return a instanceof Secret && b instanceof Secret && equal(a.element, b.element);
  }
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((element, i) => equal(element, b[i]));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
    );
  }
  return a === b;
}

/** A copy in which every map key went through `rename` and no secret is left: what the API server is sent. */
export function plain(value: Value, rename: (key: string) => string = (key) => key): Value {
  if (value instanceof Secret) {
    return plain(value.element, rename);
  }
  if (isArray(value)) {
    return value.map((element) => plain(element, rename));
  }
  return isMap(value) ? plainMap(value, rename) : value;
}

/** `plain` for maps. */
export function plainMap(map: ValueMap, rename: (key: string) => string = (key) => key): ValueMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [rename(key), plain(value, rename)]));
}
