import * as pulumi from "@pulumi/pulumi";
import { version as packageVersion } from "@pulumi/kubernetes/package.json";
import { keyOf, type Manifest } from "./manifest";
import { controllerWritten, groupByPhase } from "./phases";

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
      { spec: undefined, status: undefined, ...manifest },
      { ...opts, version: packageVersion },
    );
  }
}

/** `kubernetes:apps/v1:Deployment`; the core group has no name in apiVersion, and `core` in the type. */
export function typeToken({ apiVersion, kind }: Manifest): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** A manifest that needs what the cluster says of another object before it can be written. */
export interface DerivedManifest {
  /** Name of the object it is made from, as `Kind/namespace/name`. It must stand in an earlier phase or in the same. */
  readonly from: string;
  /** The rest of this manifest, made from the other's state. */
  readonly derive: (source: KubernetesObject) => Readonly<Record<string, pulumi.Input<unknown>>>;
}

export interface RegisterOptions {
  readonly parent: pulumi.Resource;
  /** A check that must have passed before anything is created. */
  readonly after?: pulumi.Output<unknown>;
  /** Parts of manifests that come from other objects, by the key of the manifest they belong to. */
  readonly derived?: Readonly<Record<string, DerivedManifest>>;
}

/** What was registered. */
export interface Registered {
  /** By `Kind/namespace/name`. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Those of the last phase, which depend on all the others. */
  readonly last: readonly KubernetesObject[];
}

/**
 * Registers every object on its own under the component, phase by phase: an object is created once all of the phase
 * before are there, and deleted before any of them goes.
 */
export function registerObjects(
  component: string,
  manifests: readonly Manifest[],
  options: RegisterOptions,
): Registered {
  const registered = new Map<string, KubernetesObject>();
  const gate = options.after?.apply((): pulumi.Resource[] => []);
  let before: readonly KubernetesObject[] = [];
  for (const phase of groupByPhase(manifests)) {
    const dependsOn = before.length === 0 && gate !== undefined ? gate : [...before];
    // What is made from another object of its phase must find that one registered.
    const isDerived = (manifest: Manifest) => Number(options.derived?.[keyOf(manifest)] !== undefined);
    before = phase
      .toSorted((a, b) => isDerived(a) - isDerived(b))
      .map((manifest) => {
        const object = new KubernetesObject(
          `${component}:${keyOf(manifest)}`,
          completed(manifest, options.derived?.[keyOf(manifest)], registered),
          {
            parent: options.parent,
            dependsOn,
            ignoreChanges: controllerWritten(manifest),
            ...fate(manifest, registered),
          },
        );
        registered.set(keyOf(manifest), object);
        return object;
      });
  }
  return { objects: registered, last: before };
}

/** Registers one object that stands alone. */
export function registerObject(
  component: string,
  manifest: Manifest,
  options: { readonly parent: pulumi.Resource },
): KubernetesObject {
  return new KubernetesObject(`${component}:${keyOf(manifest)}`, manifest, options);
}

/** An object goes with its namespace: deleting it on its own first would only take longer. */
function fate(
  { metadata: { namespace } }: Manifest,
  registered: Registered["objects"],
): pulumi.CustomResourceOptions {
  const home = namespace === undefined ? undefined : registered.get(`Namespace/${namespace}`);
  return home === undefined ? {} : { deletedWith: home };
}

function completed(
  manifest: Manifest,
  derived: DerivedManifest | undefined,
  registered: Registered["objects"],
): Manifest {
  if (derived === undefined) {
    return manifest;
  }
  const source = registered.get(derived.from);
  if (source === undefined) {
    throw new Error(`${keyOf(manifest)} is made from ${derived.from}, which is not registered before it`);
  }
  return { ...manifest, ...derived.derive(source) };
}
