import { createPatch } from "rfc6902";
import { isObject, type Json, type Manifest } from "../manifests/manifest";

/** One field that changes, with its values as text. */
export interface FieldChange {
  /** Such as `spec.replicas`. */
  readonly path: string;
  /** Undefined where it is new. */
  readonly before?: string;
  /** Undefined where it goes. */
  readonly after?: string;
}

/** A JSON merge patch of a live object. */
export interface Patch {
  readonly path: string;
  readonly patch: object;
}

/** What adoption does to one object of an installation. */
export type Adoption =
  | { readonly key: string; readonly kind: "new" | "unknown" }
  | {
      readonly key: string;
      readonly kind: "taken";
      readonly changes: readonly FieldChange[];
      /** What an update writes to the live object before the Kubernetes provider has it. */
      readonly ahead?: Patch;
    }
  | { readonly key: string; readonly kind: "refused"; readonly reason: string };

/** What the API server writes into every object by itself. */
const bookkeeping: readonly string[] = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Annotations by which tools remember what they applied, or how to wait for it. */
const isMemory = (name: string): boolean =>
  name === "kubectl.kubernetes.io/last-applied-configuration" || name.startsWith("pulumi.com/");

/** The fields in which an object will differ from what it is, but for those that are the API server's own. */
export function fieldChanges(before: Manifest, after: Manifest): FieldChange[] {
  const [old, wanted] = [lasting(before), lasting(after)];
  const hidden = before.kind === "Secret" && before.apiVersion === "v1";
  const text = (value: Json) => (hidden ? "(secret)" : shown(value));
  return createPatch(old, wanted).flatMap((step): FieldChange[] => {
    if (step.op !== "add" && step.op !== "remove" && step.op !== "replace") {
      return [];
    }
    const keys = step.path.split("/").slice(1).map(unescaped);
    return [
      {
        path: pathOf(keys),
        ...(step.op === "add" ? {} : { before: text(at(old, keys)) }),
        ...(step.op === "remove" ? {} : { after: text(step.value) }),
      },
    ];
  });
}

function lasting({ status: _, ...manifest }: Manifest): Json {
  const { annotations, ...metadata } = manifest.metadata;
  const kept = without(annotations ?? {}, isMemory);
  return {
    ...manifest,
    metadata: {
      ...without(metadata, (name) => bookkeeping.includes(name)),
      // Somebody else's bookkeeping is no difference between none and an empty one either.
      ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
    },
  };
}

function without(
  fields: Readonly<Record<string, Json>>,
  isLeft: (name: string) => boolean,
): Record<string, Json> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isLeft(name)));
}

/** The two ways in which a disruption budget says how many pods may be missing; the API server takes one alone. */
const budgets: readonly string[] = ["minAvailable", "maxUnavailable"];

/**
 * The fields of a live disruption budget that an object as wanted can't stand beside: upstream's own files say at least how many pods
 * must be there, which blocks the drain of a node where there is one.
 */
export function rivalFields(before: Manifest, wanted: Manifest): readonly string[] {
  const [live, own] = [before.spec, wanted.spec];
  if (wanted.kind !== "PodDisruptionBudget" || !isObject(live) || !isObject(own)) {
    return [];
  }
  return budgets.filter((name) => live[name] !== undefined && own[name] === undefined);
}

/** An object without some fields of its spec. */
export function withoutSpec(manifest: Manifest, names: readonly string[]): Manifest {
  const { spec } = manifest;
  return isObject(spec) ? { ...manifest, spec: without(spec, (name) => names.includes(name)) } : manifest;
}

function at(value: Json, keys: readonly string[]): Json {
  return keys.reduce<Json>(
    (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : isObject(inner) ? inner[key] : undefined),
    value,
  );
}

const unescaped = (key: string): string => key.replaceAll("~1", "/").replaceAll("~0", "~");

function pathOf(keys: readonly string[]): string {
  return keys
    .map((key, index) =>
      /^\d+$/.test(key)
        ? `[${key}]`
        : /^[A-Za-z_]\w*$/.test(key)
          ? `${index === 0 ? "" : "."}${key}`
          : `["${key}"]`,
    )
    .join("");
}

/** Longest text of a value that is shown whole. */
const widest = 60;

function shown(value: Json): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > widest ? `${text.slice(0, widest)}…` : text;
}

/** So many fields of one object, and so many objects, are told one by one. */
const mostFields = 5;
const mostObjects = 60;

/** What adoption does, in words: how many objects stay as they are, and each one that doesn't. */
export function adoptionText(adoptions: readonly Adoption[]): string {
  const changed = adoptions.flatMap((each) =>
    each.kind === "taken" && each.changes.length > 0 ? [{ key: each.key, changes: each.changes }] : [],
  );
  const refused = adoptions.flatMap((each) => (each.kind === "refused" ? [each] : []));
  const count = (kind: Adoption["kind"]) => adoptions.filter((each) => each.kind === kind).length;
  const same = count("taken") - changed.length;
  const heading =
    `adopt takes over what is in the cluster: ${same} objects stay as they are, ${changed.length} change, ` +
    `${count("new")} are new` +
    (count("unknown") === 0 ? "" : `, ${count("unknown")} can't be told yet`) +
    (refused.length === 0 ? "" : `, ${refused.length} would be refused`);
  const lines = [
    ...refused.map(({ key, reason }) => `  ${key}: refused: ${reason}`),
    ...changed.flatMap(({ key, changes }) => [
      `  ${key}`,
      ...capped(changes, mostFields, "more fields").map((change) => `    ${change}`),
    ]),
  ];
  const cut = lines.length > mostObjects ? [`  … and ${lines.length - mostObjects} more lines`] : [];
  return [heading, ...lines.slice(0, mostObjects), ...cut].join("\n");
}

function capped(changes: readonly FieldChange[], most: number, what: string): string[] {
  const texts = changes
    .slice(0, most)
    .map(({ path, before, after }) => `${path}: ${before ?? "(none)"} → ${after ?? "(none)"}`);
  return changes.length > most ? [...texts, `… and ${changes.length - most} ${what}`] : texts;
}
