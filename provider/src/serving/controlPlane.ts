import * as pulumi from "@pulumi/pulumi";
import { registerIstio } from "../istio/install";
import { locateCharts } from "../istio/install.charts";
import { istioNotices } from "../istio/istio.check";
import { checkInstalledIstio, installedIstioNotices } from "../istio/istio.gate";
import { authorizationNotices, meshNotices } from "../istio/mesh.check";
import { meshNamespacePatches } from "../istio/mesh.render";
import { registerPatch } from "../manifests/objects";
import { under, type Problem } from "../problems";
import { IngressLayer } from "./ingress";
import type { ServingPlan } from "./serving.plan";

/** The plan with the places of Istio's charts on this machine, and what is wrong with those. */
export function withCharts(plan: ServingPlan): {
  readonly plan: ServingPlan;
  readonly problems: readonly Problem[];
} {
  const { controlPlane, args } = plan;
  if (controlPlane === undefined || args.istio === undefined) {
    return { plan, problems: [] };
  }
  const located = locateCharts(controlPlane, args.istio);
  return { plan: { ...plan, controlPlane: located.plan }, problems: under("istio", located.problems) };
}

/** What the cluster says against the Istio of a plan. What is no problem, but worth knowing, is told as a warning. */
export function istioProblems(
  plan: ServingPlan,
  component: pulumi.Resource,
): pulumi.Output<readonly Problem[]> {
  const { ingress, args, release } = plan;
  const { istio = {}, gateways = [] } = args;
  if (ingress !== IngressLayer.Istio) {
    return pulumi.output([]);
  }
  return pulumi.all([args.serverVersion, args.installedIstio]).apply(([serverVersion, found]) => {
    [
      ...istioNotices(istio, release.minor, serverVersion),
      ...installedIstioNotices(istio, found, release.minor, serverVersion),
      ...meshNotices(istio),
      ...authorizationNotices(gateways),
    ].forEach((notice) => void pulumi.log.warn(notice, component));
    return checkInstalledIstio(istio, found);
  });
}

/** Registers the Istio of a plan, and gives what everything depends on that belongs to it: nothing where Istio is there. */
export function registerControlPlane(
  component: string,
  { controlPlane, ingress, args }: ServingPlan,
  options: { readonly parent: pulumi.Resource; readonly after: pulumi.Output<unknown> },
): readonly pulumi.Resource[] {
  const ready = controlPlane === undefined ? [] : registerIstio(component, controlPlane, options).ready;
  if (ingress === IngressLayer.Istio) {
    const dependsOn = [...ready];
    meshNamespacePatches(args.istio).forEach((patch) =>
      registerPatch(component, patch, { parent: options.parent, dependsOn }),
    );
  }
  return ready;
}
