import { isList, isObject, SECRET, type Properties, type Value } from "./encoding";
import type { DetailedDiff, ResourceState, Step } from "./events";
import { comparePaths, formatPath, parsePath, valueAt, type Path } from "./path";

/** What changes at one place of a resource. */
export interface PropertyChange {
  /** As in `ignoreChanges`: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly kind: "add" | "update" | "delete";
  /** It is what the resource must be replaced for. */
  readonly replaces: boolean;
  /** Undefined if there was none, or none is told. */
  readonly old?: Value;
  readonly new?: Value;
}

interface Difference {
  readonly path: Path;
  readonly old?: Value;
  readonly new?: Value;
}

/** Places where two values differ. Two secrets count as the same: what is in them is not told. */
export function differences(
  old: Value | undefined,
  wanted: Value | undefined,
  path: Path = [],
): Difference[] {
  if (isObject(old) && isObject(wanted)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])].filter(isVisible);
    return keys.flatMap((key) => differences(at(old, key), at(wanted, key), [...path, key]));
  }
  if (isList(old) && isList(wanted)) {
    const indices = Array.from({ length: Math.max(old.length, wanted.length) }, (_, index) => index);
    return indices.flatMap((index) => differences(old[index], wanted[index], [...path, index]));
  }
  return old === wanted || equal(old, wanted) ? [] : [{ path, old, new: wanted }];
}

/** What an update or a replacement changes: what the provider says, else what differs between the inputs. */
export function changedProperties(step: Step): PropertyChange[] {
  if (step.old === undefined || step.new === undefined) {
    return [];
  }
  const { old, new: wanted } = step;
  const detailed = Object.entries(step.detailedDiff ?? {});
  const found =
    detailed.length > 0
      ? detailed.flatMap(([path, diff]) => detailedChanges(parsePath(path), diff, old, wanted))
      : inputChanges(step, old.inputs, wanted.inputs);
  return finish([...found, ...unseenKeys(step, found)], step);
}

/** What differs between the state and the cluster, by a refresh. */
export function driftedProperties(step: Step): PropertyChange[] {
  if (step.old === undefined || step.new === undefined) {
    return [];
  }
  const { old, new: actual } = step;
  const found =
    step.detailedDiff === undefined
      ? differences(old.outputs, actual.outputs).map(toChange(false))
      : Object.entries(step.detailedDiff).flatMap(([path, diff]) =>
          detailedChanges(parsePath(path), diff, old, { ...actual, inputs: actual.outputs }),
        );
  return finish(found, step);
}

/** What changes in the outputs of the stack. */
export function changedOutputs(step: Step): PropertyChange[] {
  return finish(differences(step.old?.outputs ?? {}, step.new?.outputs ?? {}).map(toChange(false)), step);
}

/** Everything that a new resource is given. */
export function givenProperties(step: Step): PropertyChange[] {
  return finish(
    Object.entries(step.new?.inputs ?? {})
      .filter(([key]) => isVisible(key))
      .map(([key, value]) => toChange(false)({ path: [key], new: value })),
    step,
  );
}

function detailedChanges(
  path: Path,
  { kind, replaces, inputDiff }: DetailedDiff,
  old: ResourceState,
  wanted: ResourceState,
): (PropertyChange & { readonly place: Path })[] {
  const after = kind === "delete" ? undefined : valueAt(wanted.inputs, path);
  const before = kind === "add" ? undefined : oldValue(path, inputDiff, old, after);
  // A change that a provider tells as one of an object or list is shown by the places in it that differ.
  const parts = kind === "update" ? differences(before, after, path) : [];
  const whole: Difference = { path, old: before, new: after };
  return (parts.length > 0 ? parts : [whole]).map((part) => ({
    ...toChange(replaces)(part),
    ...(part.path === path ? { kind } : {}),
  }));
}

/**
 * The value that a provider compared with. It says whether that was an output or an input; where the output equals the
 * new value, only the input can be what changed.
 */
function oldValue(
  path: Path,
  inputDiff: boolean,
  old: ResourceState,
  after: Value | undefined,
): Value | undefined {
  const first = valueAt(inputDiff ? old.inputs : old.outputs, path);
  const second = valueAt(inputDiff ? old.outputs : old.inputs, path);
  return first === undefined || (equal(first, after) && second !== undefined) ? second : first;
}

function inputChanges(
  { keys, diffs }: Step,
  old: Properties,
  wanted: Properties,
): (PropertyChange & { readonly place: Path })[] {
  const chosen = (path: Path): boolean => diffs.length === 0 || diffs.includes(String(path[0]));
  return differences(old, wanted)
    .filter(({ path }) => chosen(path))
    .map((part) => toChange(keys.includes(String(part.path[0])))(part));
}

/** Properties that the engine names as changed, but whose values look the same: secrets, mostly. */
function unseenKeys(
  { keys, diffs, detailedDiff, old, new: wanted }: Step,
  found: readonly { readonly place: Path; readonly path: string }[],
): (PropertyChange & { readonly place: Path })[] {
  const named = [...new Set([...keys, ...(detailedDiff === undefined ? diffs : [])])];
  return named
    .map((key) => ({ key, path: parsePath(key) }))
    .filter(
      ({ key, path }) => !found.some(({ place, path: text }) => text === key || startsWith(place, path)),
    )
    .flatMap(({ key, path }) => {
      const places = secretPlaces(valueAt(wanted?.inputs, path), path);
      return (places.length > 0 ? places : [path]).map((place) =>
        toChange(keys.includes(key))({
          path: place,
          old: valueAt(old?.inputs, place),
          new: valueAt(wanted?.inputs, place),
        }),
      );
    });
}

function secretPlaces(value: Value | undefined, path: Path): Path[] {
  if (value === SECRET) {
    return [path];
  }
  if (isList(value)) {
    return value.flatMap((item, index) => secretPlaces(item, [...path, index]));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => secretPlaces(item, [...path, key]))
    : [];
}

const toChange =
  (replaces: boolean) =>
  (part: Difference): PropertyChange & { readonly place: Path } => ({
    place: part.path,
    path: formatPath(part.path),
    kind: kindOf(part),
    replaces,
    ...(part.old === undefined ? {} : { old: part.old }),
    ...(part.new === undefined ? {} : { new: part.new }),
  });

function kindOf({ old, new: wanted }: Difference): PropertyChange["kind"] {
  if ((old === undefined) === (wanted === undefined)) {
    return "update";
  }
  return old === undefined ? "add" : "delete";
}

/** Takes out what nobody asked for, and puts the rest in order. */
function finish(
  changes: readonly (PropertyChange & { readonly place: Path })[],
  { type, old, new: wanted }: Step,
): PropertyChange[] {
  const hidden = (wanted ?? old)?.hideDiffs ?? [];
  return changes
    .filter(({ place }) => !hidden.some((path) => startsWith(place, path)))
    .filter(({ place }) => place.every((part) => typeof part === "number" || isVisible(part)))
    .filter(({ place }) => !(type.startsWith("kubernetes:") && isKubernetesNoise(place)))
    .toSorted((a, b) => comparePaths(a.place, b.place))
    .map(({ place: _, ...change }) => change);
}

/** Properties that begin so are notes that a provider makes for itself. */
function isVisible(key: string): boolean {
  return !key.startsWith("__");
}

const noise: readonly Path[] = [
  ["status"],
  ...["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"].map((field) => [
    "metadata",
    field,
  ]),
  ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
  ["metadata", "annotations", "deployment.kubernetes.io/revision"],
];

/** What a cluster writes into objects by itself. */
function isKubernetesNoise(path: Path): boolean {
  return noise.some((prefix) => startsWith(path, prefix));
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

function at(object: Properties, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) {
    return true;
  }
  const [same, kinds] = [isList(a) && isList(b), isObject(a) && isObject(b)];
  return (
    (same || kinds) &&
    Object.keys(a as object).length === Object.keys(b as object).length &&
    differences(a, b).length === 0
  );
}
