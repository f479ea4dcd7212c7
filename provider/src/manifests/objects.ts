import * as pulumi from "@pulumi/pulumi";
import { version as packageVersion } from "@pulumi/kubernetes/package.json";
import { awaitingItself } from "./content";
import { keyOf, type Manifest } from "./manifest";
import { controllerWritten, followsUp, groupByPhase, phaseBehind } from "./phases";

/**
 * A Kubernetes object of any kind, registered under the type that the Kubernetes provider gives it. Its outputs are only
 * declared: the base class makes them, and fields of this class would hide those.
 */
export class KubernetesObject extends pulumi.CustomResource {
  declare public readonly apiVersion: pulumi.Output<string>;
  declare public readonly kind: pulumi.Output<string>;
  declare public readonly metadata: pulumi.Output<Readonly<Record<string, unknown>>>;
  /** Of ConfigMaps and Secrets. */
  declare public readonly data: pulumi.Output<Readonly<Record<string, string>>> | undefined;
  declare public readonly spec: pulumi.Output<Readonly<Record<string, unknown>> | undefined>;
  declare public readonly status: pulumi.Output<Readonly<Record<string, unknown>> | undefined>;

  constructor(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions) {
    // Outputs that are no inputs must be named here, or they'd never be filled in.
    super(
      typeToken(manifest),
      name,
      { spec: undefined, status: undefined, ...asWritten(manifest) },
      { ...opts, version: packageVersion },
    );
  }
}

/**
 * The object with its fields claimed whoever wrote them. An update that was killed wrote under a field manager that no other has, and
 * without this the next one is refused by it for ever. Providers have an option for it, but not all releases, nor a caller's own.
 */
function asWritten(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  const given: unknown = metadata.annotations;
  if (pulumi.Output.isInstance(given)) {
    // A map that is known later: it must not hide what is added to it.
    const annotations = given.apply(
      (known) =>
        asWritten({ ...manifest, metadata: { ...metadata, annotations: known as never } }).metadata
          .annotations,
    );
    return { ...manifest, metadata: { ...metadata, annotations: annotations as never } };
  }
  const annotations = { "pulumi.com/patchForce": "true", ...metadata.annotations };
  return awaitingItself({ ...manifest, metadata: { ...metadata, annotations } });
}

/** `kubernetes:apps/v1:Deployment`; the core group has no name in apiVersion, and `core` in the type. */
export function typeToken({ apiVersion, kind }: Manifest): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** A manifest that needs what the cluster says of another object before it can be written. */
export interface DerivedManifest {
  /** Names of the objects it is made from, as `Kind/namespace/name`: found, or registered; it then stands in no earlier phase than they. */
  readonly from: readonly string[];
  /** The rest of this manifest, made from the others' state, in the order of their names. */
  readonly derive: (sources: readonly KubernetesObject[]) => Readonly<Record<string, pulumi.Input<unknown>>>;
}

export interface RegisterOptions {
  readonly parent: pulumi.Resource;
  /** Default: the parent's. */
  readonly provider?: pulumi.ProviderResource;
  /** A check that must have passed before anything is created. */
  readonly after?: pulumi.Output<unknown>;
  /** What must be there before the first object is made; it has waited for `after` itself. Default: nothing. */
  readonly dependsOn?: readonly pulumi.Resource[];
  /** Objects of others that derived manifests are made from: they are read, and neither changed nor deleted. Default: none. */
  readonly found?: readonly Manifest[];
  /** Parts of manifests that come from other objects, by the key of the manifest they belong to. */
  readonly derived?: Readonly<Record<string, DerivedManifest>>;
  /** Which objects wait for which others that stand beside them, by keys. Default: none. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Further options of manifests, by their keys. */
  readonly options?: Readonly<Record<string, pulumi.CustomResourceOptions>>;
}

/** What was registered. */
export interface Registered {
  /** By `Kind/namespace/name`. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Those of the last phase that others build upon: they depend on all the others, but for Jobs that tidy up afterwards. */
  readonly last: readonly KubernetesObject[];
}

/**
 * Registers every object on its own under the component, step by step: an object is created once all of the step
 * before are there, and deleted before any of them goes.
 */
export function registerObjects(
  component: string,
  manifests: readonly Manifest[],
  options: RegisterOptions,
): Registered {
  const registered = new Map<string, KubernetesObject>();
  const gate = options.after?.apply((): pulumi.Resource[] => []);
  let before: readonly pulumi.Resource[] = options.dependsOn ?? [];
  let last: readonly KubernetesObject[] = [];
  options.found?.forEach((manifest) => {
    registered.set(
      keyOf(manifest),
      readObject(component, manifest, { parent: options.parent, dependsOn: gate }),
    );
  });
  for (const step of groupByPhase(manifests, phasesWith(manifests, options.derived))) {
    const dependsOn = before.length === 0 && gate !== undefined ? gate : [...before];
    const made = sortedWithin(step, options).map((manifest) => {
      const object = new KubernetesObject(
        `${component}:${keyOf(manifest)}`,
        completed(manifest, options.derived?.[keyOf(manifest)], registered),
        {
          parent: options.parent,
          ...(options.provider === undefined ? {} : { provider: options.provider }),
          dependsOn: withNeeded(dependsOn, neededWithin(step, manifest, options, registered)),
          ignoreChanges: controllerWritten(manifest),
          ...deletedWithNamespace(manifest, registered),
          ...options.options?.[keyOf(manifest)],
        },
      );
      registered.set(keyOf(manifest), object);
      return object;
    });
    last = step.every(followsUp) ? last : made;
    before = made;
  }
  return { objects: registered, last };
}

/** An object that is there already, read as it is. */
function readObject(
  component: string,
  manifest: Manifest,
  options: pulumi.CustomResourceOptions,
): KubernetesObject {
  const { namespace, name } = manifest.metadata;
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return new KubernetesObject(`${component}:${keyOf(manifest)}`, manifest, { ...options, id });
}

/** What is made from other objects can't stand in an earlier phase than they. */
function phasesWith(manifests: readonly Manifest[], derived: RegisterOptions["derived"] = {}) {
  const byKey = new Map(manifests.map((manifest) => [keyOf(manifest), manifest]));
  return (manifest: Manifest) => {
    const from = derived[keyOf(manifest)]?.from ?? [];
    return phaseBehind(
      manifest,
      from.flatMap((key) => byKey.get(key) ?? []),
    );
  };
}

/** What is made from another object of its step, or needs one, must find that one registered. */
function sortedWithin(
  step: readonly Manifest[],
  { derived = {}, needs = {} }: RegisterOptions,
): readonly Manifest[] {
  const rank = (key: string) => (needs[key] !== undefined ? 2 : derived[key] !== undefined ? 1 : 0);
  return step.toSorted((a, b) => rank(keyOf(a)) - rank(keyOf(b)));
}

/** What an object needs of its own step. All of the steps before is there anyway. */
function neededWithin(
  step: readonly Manifest[],
  manifest: Manifest,
  { needs = {} }: RegisterOptions,
  registered: Registered["objects"],
): readonly pulumi.Resource[] {
  const needed = needs[keyOf(manifest)] ?? [];
  return step
    .map(keyOf)
    .filter((key) => needed.includes(key))
    .flatMap((key) => registered.get(key) ?? []);
}

type Dependencies = pulumi.Output<pulumi.Resource[]> | pulumi.Resource[];

function withNeeded(dependsOn: Dependencies, needed: readonly pulumi.Resource[]): Dependencies {
  if (needed.length === 0) {
    return dependsOn;
  }
  return pulumi.Output.isInstance(dependsOn)
    ? dependsOn.apply((): pulumi.Resource[] => [...needed])
    : [...dependsOn, ...needed];
}

/** Registers one object that stands alone. */
export function registerObject(
  component: string,
  manifest: Manifest,
  options: pulumi.CustomResourceOptions & Pick<RegisterOptions, "parent">,
): KubernetesObject {
  return new KubernetesObject(`${component}:${keyOf(manifest)}`, manifest, options);
}

class KubernetesPatch extends pulumi.CustomResource {}

/** Registers fields of an object that belongs to somebody else: removing them leaves the rest. */
export function registerPatch(
  component: string,
  manifest: Manifest,
  {
    after,
    ...options
  }: pulumi.CustomResourceOptions & Pick<RegisterOptions, "parent"> & Partial<Pick<RegisterOptions, "after">>,
): pulumi.CustomResource {
  const { kind } = manifest;
  const name = `${component}:${keyOf({ ...manifest, kind: `${kind}Patch` })}`;
  return new KubernetesPatch(`${typeToken(manifest)}Patch`, name, manifest, {
    ...options,
    dependsOn: options.dependsOn ?? after?.apply((): pulumi.Resource[] => []),
    version: packageVersion,
  });
}

/** Registers an object by its own key, not its component's: it stays the same resource when it moves between components. */
export function registerShared(manifest: Manifest, options: pulumi.CustomResourceOptions): KubernetesObject {
  return new KubernetesObject(keyOf(manifest), manifest, options);
}

/** An object goes with its namespace: deleting it on its own first would only take longer. */
function deletedWithNamespace(
  { metadata: { namespace } }: Manifest,
  registered: Registered["objects"],
): pulumi.CustomResourceOptions {
  const holder = namespace === undefined ? undefined : registered.get(`Namespace/${namespace}`);
  return holder === undefined ? {} : { deletedWith: holder };
}

function completed(
  manifest: Manifest,
  derived: DerivedManifest | undefined,
  registered: Registered["objects"],
): Manifest {
  if (derived === undefined) {
    return manifest;
  }
  const sources = derived.from.map((name) => {
    const source = registered.get(name);
    if (source === undefined) {
      throw new Error(`${keyOf(manifest)} is made from ${name}, which is not registered before it`);
    }
    return source;
  });
  return { ...manifest, ...derived.derive(sources) };
}
