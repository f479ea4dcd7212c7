/** Any JSON, or what stands for it until Pulumi knows it. */
export type Json = unknown;

export interface ManifestMetadata {
  readonly name: string;
  /** Absent on cluster-wide objects. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Upstream's wish for a name made by the API server; see `fixGeneratedNames`. */
  readonly generateName?: string;
  readonly [field: string]: Json;
}

/** A Kubernetes object as it is written down. Never changed: what changes one returns another that shares the rest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: Json;
}

/** Changes one manifest, or returns it as it is. */
export type Transform = (manifest: Manifest) => Manifest;

/** Changes manifests that have to do with each other. */
export type ListTransform = (manifests: readonly Manifest[]) => readonly Manifest[];

/** Property names and list positions from the top of a manifest down. */
export type Path = readonly (string | number)[];

type JsonObject = Readonly<Record<string, Json>>;

/** Groups of the API that every API server has. */
const builtInGroups: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** `Kind/namespace/name`, without the namespace for cluster-wide objects: what a manifest is called in resource names. */
export function keyOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
}

/** Group of the API that a manifest belongs to; empty for the core group. */
export function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** What the API server knows an object by. Unlike `keyOf` it keeps a core Service and a Knative Service apart. */
export function identityOf(manifest: Manifest): string {
  return `${groupOf(manifest)}/${keyOf(manifest)}`;
}

/** Whether every API server has the kind; any other needs a definition, and mostly a running controller. */
export function isBuiltIn(manifest: Manifest): boolean {
  return builtInGroups.has(groupOf(manifest));
}

/** Whether a manifest is of a kind that every API server has, and of a name if one is given. */
export function isKind(manifest: Manifest, kind: string, name?: string): boolean {
  return (
    manifest.kind === kind && isBuiltIn(manifest) && (name === undefined || manifest.metadata.name === name)
  );
}

/** Whether a value is a plain object: neither list nor null, nor something that Pulumi has yet to resolve. */
export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The value at a path, or undefined where the path leads nowhere. */
export function getAt(value: Json, path: Path): Json {
  return path.reduce<Json>((at, step) => {
    if (Array.isArray(at)) {
      return typeof step === "number" ? (at as readonly Json[])[step] : undefined;
    }
    return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/** The same with the value at a path replaced; objects that are missing on the way are made, undefined removes. */
export function setAt<T>(whole: T, path: Path, value: Json): T {
  return value === undefined && getAt(whole, path) === undefined ? whole : (setIn(whole, path, value) as T);
}

/** The same with the value at a path changed by a function; nothing happens where there is none. */
export function updateAt<T>(whole: T, path: Path, change: (value: Json) => Json): T {
  const before = getAt(whole, path);
  const after = before === undefined ? undefined : change(before);
  return after === before ? whole : setAt(whole, path, after);
}

function setIn(whole: Json, path: Path, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(whole)) {
    const list = whole as readonly Json[];
    return typeof step === "number" && step < list.length
      ? list.with(step, setIn(list[step], rest, value))
      : list;
  }
  const object = isObject(whole) ? whole : {};
  const inner = setIn(Object.hasOwn(object, step) ? object[step] : undefined, rest, value);
  return inner === undefined ? without(object, String(step)) : { ...object, [step]: inner };
}

/** An object without one of its properties. */
export function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** The same with an annotation added. */
export function annotate(manifest: Manifest, annotations: Readonly<Record<string, string>>): Manifest {
  return setAt(manifest, ["metadata", "annotations"], { ...manifest.metadata.annotations, ...annotations });
}
