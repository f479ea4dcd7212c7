import type * as pulumi from "@pulumi/pulumi";
import { HelmRelease, type PlannedRelease } from "../helm/release";
import { KubernetesObject } from "../manifests/objects";
import { keyOf, type Manifest } from "../manifests/manifest";
import { controllerWritten } from "../manifests/phases";
import type { IstioPlan } from "./install.plan";

export interface InstallOptions {
  readonly parent: pulumi.Resource;
  /** A check that must have passed before anything is created. */
  readonly after?: pulumi.Output<unknown>;
}

/** An Istio that was registered. */
export interface InstalledIstio {
  /**
   * What everything depends on that Istio must inject a proxy into, or whose kind it defines: the control planes, and the
   * webhooks of their tags.
   */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * Registers an installation of Istio: its namespace, then the definitions, then the control planes side by side, then their
 * tags. It is taken down in the reverse order; the definitions stay, and with them the objects of their kinds, for the chart
 * asks for that.
 */
export function registerIstio(
  component: string,
  plan: IstioPlan,
  { parent, after }: InstallOptions,
): InstalledIstio {
  const gate = after?.apply((): pulumi.Resource[] => []);
  const object = (manifest: Manifest, dependsOn: pulumi.ResourceOptions["dependsOn"]) =>
    new KubernetesObject(`${component}:${keyOf(manifest)}`, manifest, {
      parent,
      dependsOn,
      ignoreChanges: controllerWritten(manifest),
    });
  const release = (planned: PlannedRelease, dependsOn: pulumi.Resource[]) =>
    new HelmRelease(`${component}:Release/${planned.namespace}/${planned.name}`, planned, {
      parent,
      dependsOn,
    });
  const namespace = object(plan.namespace, gate);
  const base = release(plan.base, [namespace]);
  const secrets = plan.secrets.map((manifest) => object(manifest, [namespace]));
  const planes = plan.planes.map((plane) => release(plane, [base, ...secrets]));
  const tags = plan.tags.map((manifest) => object(manifest, planes));
  return { ready: [...planes, ...tags] };
}
