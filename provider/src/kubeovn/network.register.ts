import * as pulumi from "@pulumi/pulumi";
import { keyOf, type Manifest } from "../manifests/manifest";
import { KubernetesObject } from "../manifests/objects";

export interface NetworkOptions {
  readonly parent: pulumi.Resource;
  /** A check that must have passed before anything is created. */
  readonly after?: pulumi.Output<unknown>;
  /** What must be there before the first object is made; it has waited for `after` itself. Default: nothing. */
  readonly dependsOn?: readonly pulumi.Resource[];
}

/** Fields that Kube-OVN doesn't let change, or changes for new pods only while the old ones lose their network. */
const immutable: Readonly<Record<string, readonly string[]>> = {
  Subnet: ["spec.vpc", "spec.protocol", "spec.cidrBlock", "spec.provider"],
  VpcDns: ["spec.vpc", "spec.subnet"],
  SwitchLBRule: ["spec.namespace"],
  VpcNatGateway: ["spec.vpc", "spec.subnet", "spec.lanIp"],
  IptablesEIP: ["spec.natGwDp", "spec.externalSubnet", "spec.v4ip"],
};

/** Kinds whose finalizers wait for others: for the addresses of pods, which may take as long as a request of Knative's. */
const waiting: readonly string[] = ["Subnet", "Vpc"];

/** Longer than pods finish their requests, whatever the time to become ready is. */
const deleteTimeout = "15m";

/**
 * Registers objects step by step: those of a step depend on all of the steps before, so that they are gone before any of them
 * goes. Gives them by `Kind/namespace/name`.
 */
export function registerSteps(
  component: string,
  steps: readonly (readonly Manifest[])[],
  { parent, after, dependsOn = [] }: NetworkOptions,
): ReadonlyMap<string, KubernetesObject> {
  const registered = new Map<string, KubernetesObject>();
  const gate = after?.apply((): pulumi.Resource[] => []);
  for (const step of steps) {
    const before = [...dependsOn, ...registered.values()];
    const made = step.map((manifest) => {
      const replaceOnChanges = immutable[manifest.kind];
      const object = new KubernetesObject(`${component}:${keyOf(manifest)}`, manifest, {
        parent,
        dependsOn: before.length === 0 && gate !== undefined ? gate : before,
        ...(waiting.includes(manifest.kind) ? { customTimeouts: { delete: deleteTimeout } } : {}),
        // Names are the cluster's, and addresses can't be given twice: the old one goes first.
        ...(replaceOnChanges === undefined
          ? {}
          : { replaceOnChanges: [...replaceOnChanges], deleteBeforeReplace: true }),
      });
      return [keyOf(manifest), object] as const;
    });
    made.forEach(([key, object]) => registered.set(key, object));
  }
  return registered;
}

/**
 * A value that is known already in a preview, and depends on objects: who uses it is made after them, and gone before any of
 * them goes. What an object is it knows from its inputs.
 */
export function afterObjects<T>(objects: ReadonlyMap<string, KubernetesObject>, value: T): pulumi.Output<T> {
  return pulumi.all([...objects.values()].map(({ kind }) => kind)).apply<T>(() => value);
}
