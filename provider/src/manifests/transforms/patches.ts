import { applyPatch, type Operation } from "rfc6902";
import { identityOf, isObject, keyOf, type Json, type Manifest } from "../manifest";

/** Which objects a patch is for: all that match every property given. */
export interface PatchTarget {
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  /** Labels that an object must carry. */
  readonly labelSelector?: Readonly<Record<string, string>>;
}

export interface ManifestPatch {
  readonly target: PatchTarget;
  /** JSON merge patch (RFC 7386), or a list of JSON patch operations (RFC 6902). */
  readonly patch: Readonly<Record<string, Json>> | readonly PatchOperation[];
}

/** One operation of a JSON patch. */
export interface PatchOperation {
  readonly op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  /** JSON pointer, such as `/spec/template/spec/containers/0/image`. */
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

export interface PatchProblem {
  /** Position of the patch in the list. */
  readonly index: number;
  readonly kind: "no-match" | "not-applicable";
  /** What is wrong and the way out. */
  readonly reason: string;
  /** Keys (`Kind/namespace/name`) that the target may have meant: those of its kind, or all where there is none of it. */
  readonly candidates: readonly string[];
}

export interface Patched {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly PatchProblem[];
}

/** Applies patches one after the other. What can't be applied is reported and leaves the objects as they are. */
export function applyPatches(manifests: readonly Manifest[], patches: readonly ManifestPatch[]): Patched {
  return patches.reduce<Patched>(
    (before, { target, patch }, index) => {
      const outcome = applyOne(before.manifests, target, patch);
      return {
        manifests: outcome.manifests,
        problems: [...before.problems, ...outcome.problems.map((problem) => ({ ...problem, index }))],
      };
    },
    { manifests, problems: [] },
  );
}

interface Outcome {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Omit<PatchProblem, "index">[];
}

function applyOne(
  manifests: readonly Manifest[],
  target: PatchTarget,
  patch: ManifestPatch["patch"],
): Outcome {
  if (!manifests.some((manifest) => matches(manifest, target))) {
    const ofKind = manifests.filter(({ kind }) => kind === target.kind);
    const candidates =
      ofKind.length > 0 ? ofKind.map(keyOf) : [...new Set(manifests.map(({ kind }) => kind))];
    const reason = `matches no object${ofKind.length > 0 ? "" : `, for there is none of kind ${target.kind}`}`;
    return { manifests, problems: [{ kind: "no-match", reason, candidates }] };
  }
  const tried = manifests.map((manifest) =>
    matches(manifest, target) ? patched(manifest, patch) : { manifest, fault: undefined },
  );
  return {
    manifests: tried.map(({ manifest }) => manifest),
    problems: tried.flatMap(({ manifest, fault }) =>
      fault === undefined
        ? []
        : [{ kind: "not-applicable", reason: `${keyOf(manifest)}: ${fault}`, candidates: [] }],
    ),
  };
}

function matches(manifest: Manifest, { kind, name, namespace, labelSelector = {} }: PatchTarget): boolean {
  const { metadata } = manifest;
  return (
    manifest.kind === kind &&
    (name === undefined || metadata.name === name) &&
    (namespace === undefined || metadata.namespace === namespace) &&
    Object.entries(labelSelector).every(([label, value]) => metadata.labels?.[label] === value)
  );
}

interface Attempt {
  readonly manifest: Manifest;
  readonly fault: string | undefined;
}

function patched(manifest: Manifest, patch: ManifestPatch["patch"]): Attempt {
  const { result, fault } = isOperations(patch)
    ? applyOperations(manifest, patch)
    : { result: mergePatch(manifest, patch), fault: undefined };
  if (fault !== undefined) {
    return { manifest, fault };
  }
  const after = result as Manifest;
  return isObject(after) && isObject(after.metadata) && identityOf(after) === identityOf(manifest)
    ? { manifest: after, fault: undefined }
    : {
        manifest,
        fault:
          "a patch can't change apiVersion's group, kind, namespace or name, for they say which object it is",
      };
}

function isOperations(patch: ManifestPatch["patch"]): patch is readonly PatchOperation[] {
  return Array.isArray(patch);
}

function applyOperations(
  manifest: Manifest,
  operations: readonly PatchOperation[],
): { readonly result: Json; readonly fault: string | undefined } {
  const copy = copied(manifest); // the library changes what it is given
  const failures = applyPatch(copy, copied(operations) as Operation[]);
  const position = failures.findIndex((failure) => failure !== null);
  const operation = operations[position];
  return operation === undefined
    ? { result: copy, fault: undefined }
    : {
        result: manifest,
        fault: `operation ${position} (${operation.op} ${operation.path}) fails: ${failures[position]?.message}`,
      };
}

/** A copy of everything that is JSON; what Pulumi has yet to resolve stays as it is. */
function copied(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(copied);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]))
    : value;
}

/** JSON merge patch (RFC 7386): values replace, null removes, objects are merged, lists are replaced as a whole. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) {
    return patch;
  }
  const base = Object.entries(isObject(target) ? target : {});
  const before = new Map(base);
  const changed = Object.entries(patch).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries([
    ...base.filter(([key]) => !Object.hasOwn(patch, key) || patch[key] !== null),
    ...changed.map(([key, value]): [string, Json] => [key, mergePatch(before.get(key), value)]),
  ]);
}
