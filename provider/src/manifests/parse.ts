import { isDeepStrictEqual } from "node:util";
import {
  isCollection,
  LineCounter,
  parseAllDocuments,
  type Document,
  type ScalarTag,
  type CollectionTag,
} from "yaml";
import { identityOf, isObject, keyOf, type Json, type Manifest } from "./manifest";

/** Something that keeps a text from being read as Kubernetes objects. Line and column count from 1. */
export interface ManifestFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** All that is wrong with one file. */
export class ManifestsError extends Error {
  constructor(readonly faults: readonly ManifestFault[]) {
    super(faults.map(({ file, line, column, reason }) => `${file}:${line}:${column}: ${reason}`).join("\n"));
    this.name = "ManifestsError";
  }
}

interface Found {
  readonly value: Json;
  /** Offset in the text. */
  readonly offset: number;
}

/**
 * Reads the Kubernetes objects of a text, as kubectl would: several YAML documents, empty ones passed over, members of a
 * `List` on their own. Where the API server was to make a name, the name is the prefix that it would have begun with.
 * Throws ManifestsError with every fault: bad YAML, what is no object, lacks apiVersion, kind or name, or stands there twice.
 */
export function parseManifests(text: string, file: string): Manifest[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { version: "1.1", customTags: withoutDates, lineCounter: lines });
  const found = [...documents].flatMap(expand);
  const at = (offset: number, reason: string): ManifestFault => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), reason };
  };
  const unreadable = [...documents].flatMap(({ errors }) =>
    errors.map(({ pos, message }) => at(pos[0], firstLine(message))),
  );
  const malformed = found.flatMap(({ value, offset }) => faultsOf(value).map((reason) => at(offset, reason)));
  const faults =
    unreadable.length > 0
      ? unreadable
      : [...malformed, ...repeated(found).map(({ reason, offset }) => at(offset, reason))];
  if (faults.length > 0) {
    throw new ManifestsError(faults);
  }
  return found.map(({ value }) => named(value as Manifest));
}

/** kubectl reads YAML 1.1, where `yes` is true and 0644 octal, yet no times and no numbers to the base 60. */
function withoutDates(tags: (ScalarTag | CollectionTag | string)[]) {
  return tags.filter(
    (tag) => typeof tag === "string" || (tag.format !== "TIME" && !tag.tag.endsWith(":timestamp")),
  ) as ScalarTag[];
}

function expand(document: Document.Parsed): readonly Found[] {
  if (document.errors.length > 0) {
    return [];
  }
  const value: Json = document.toJS();
  const offset = document.contents?.range[0] ?? document.range[0];
  if (value === null || value === undefined) {
    return [];
  }
  if (!isObject(value) || value.apiVersion !== "v1" || value.kind !== "List" || !Array.isArray(value.items)) {
    return [{ value, offset }];
  }
  const items = document.get("items", true);
  return (value.items as readonly Json[]).map((item, index) => {
    const node: unknown = isCollection(items) ? items.get(index, true) : undefined;
    return { value: item, offset: isCollection(node) ? (node.range?.[0] ?? offset) : offset };
  });
}

function faultsOf(value: Json): readonly string[] {
  if (!isObject(value)) {
    return [
      `is ${Array.isArray(value) ? "a list" : `the ${typeof value} ${JSON.stringify(value)}`}, not a Kubernetes object`,
    ];
  }
  const { apiVersion, kind, metadata } = value;
  const name = isObject(metadata) ? (metadata.name ?? metadata.generateName) : undefined;
  const missing = Object.entries({ apiVersion, kind, "metadata.name": name })
    .filter(([, part]) => typeof part !== "string" || part === "")
    .map(([path]) => path);
  return missing.length === 0 ? [] : [`the object ${describe(value)} lacks ${missing.join(", ")}`];
}

function describe({ kind, metadata }: Readonly<Record<string, Json>>): string {
  const name = isObject(metadata) && typeof metadata.name === "string" ? metadata.name : "without a name";
  return typeof kind === "string" ? `${kind} ${name}` : name;
}

function repeated(found: readonly Found[]): readonly { readonly reason: string; readonly offset: number }[] {
  const objects = found
    .filter(({ value }) => faultsOf(value).length === 0)
    .map(({ value, offset }) => ({ manifest: named(value as Manifest), offset }));
  const first = new Map(objects.toReversed().map(({ manifest, offset }) => [identityOf(manifest), offset]));
  return objects
    .filter(({ manifest, offset }) => first.get(identityOf(manifest)) !== offset)
    .map(({ manifest, offset }) => ({ reason: `${keyOf(manifest)} stands in the file twice`, offset }));
}

function named(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  return metadata.name === undefined && metadata.generateName !== undefined
    ? { ...manifest, metadata: { ...metadata, name: metadata.generateName.replace(/-+$/, "") } }
    : manifest;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}

/**
 * All manifests of several files without those that another file has as well. Upstream repeats its definitions. Throws
 * ManifestsError where two files hold different objects of one name, for then one of them is not of this release.
 */
export function joinManifests(
  files: readonly { readonly name: string; readonly manifests: readonly Manifest[] }[],
): Manifest[] {
  const known = new Map<string, { readonly manifest: Manifest; readonly file: string }>();
  const faults: ManifestFault[] = [];
  for (const { name, manifests } of files) {
    for (const manifest of manifests) {
      const earlier = known.get(identityOf(manifest));
      if (earlier === undefined) {
        known.set(identityOf(manifest), { manifest, file: name });
      } else if (!isDeepStrictEqual(earlier.manifest, manifest)) {
        faults.push({
          file: name,
          line: 1,
          column: 1,
          reason: `${keyOf(manifest)} differs from the one in ${earlier.file}`,
        });
      }
    }
  }
  if (faults.length > 0) {
    throw new ManifestsError(faults);
  }
  return [...known.values()].map(({ manifest }) => manifest);
}
