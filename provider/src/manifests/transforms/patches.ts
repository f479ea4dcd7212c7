import { identityOf, isObject, keyOf, type Json, type Manifest } from "../manifest";

/** Which objects a patch is for: all that match every property given. */
export interface PatchTarget {
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface ManifestPatch {
  readonly target: PatchTarget;
  /** JSON merge patch (RFC 7386). */
  readonly patch: Readonly<Record<string, Json>>;
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

function matches(manifest: Manifest, { kind, name, namespace }: PatchTarget): boolean {
  const { metadata } = manifest;
  return (
    manifest.kind === kind &&
    (name === undefined || metadata.name === name) &&
    (namespace === undefined || metadata.namespace === namespace)
  );
}

interface Attempt {
  readonly manifest: Manifest;
  readonly fault: string | undefined;
}

function patched(manifest: Manifest, patch: ManifestPatch["patch"]): Attempt {
  const after = mergePatch(manifest, patch) as Manifest;
  return isObject(after) && isObject(after.metadata) && identityOf(after) === identityOf(manifest)
    ? { manifest: after, fault: undefined }
    : {
        manifest,
        fault:
          "a patch can't change apiVersion's group, kind, namespace or name, for they say which object it is",
      };
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
