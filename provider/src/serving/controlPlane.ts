import * as pulumi from "@pulumi/pulumi";
import { checkInstalledGatewayApi, gatewayApiNotices } from "../gatewayApi/gatewayApi.gate";
import { sharedCertificateNotices } from "../istio/certificates.check";
import { registerIstio } from "../istio/install";
import { locateCharts } from "../istio/install.charts";
import { istioNotices } from "../istio/istio.check";
import { checkInstalledIstio, installedIstioNotices } from "../istio/istio.gate";
import { authorizationNotices, meshNotices } from "../istio/mesh.check";
import { meshNamespacePatches } from "../istio/mesh.render";
import { registerPatch } from "../manifests/objects";
import { warnAbout, under, type Problem } from "../problems";
import type { IngressLayer } from "./ingress";
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

type ClusterCheck = (plan: ServingPlan, component: pulumi.Resource) => pulumi.Output<readonly Problem[]>;

const clusterChecks: Readonly<Record<IngressLayer, ClusterCheck>> = {
  kourier: () => pulumi.output([]),
  istio: istioProblems,
  "gateway-api": gatewayApiProblems,
};

/** What the cluster says against the ingress layer of a plan. What is no problem, but worth knowing, is told as a warning. */
export function layerProblems(
  plan: ServingPlan,
  component: pulumi.Resource,
): pulumi.Output<readonly Problem[]> {
  return clusterChecks[plan.ingress](plan, component);
}

function istioProblems(
  { args, release }: ServingPlan,
  component: pulumi.Resource,
): pulumi.Output<readonly Problem[]> {
  const { istio = {}, gateways = [] } = args;
  return pulumi.all([args.serverVersion, args.installedIstio]).apply(([serverVersion, found]) => {
    [
      ...istioNotices(istio, release.minor, serverVersion),
      ...installedIstioNotices(istio, found, release.minor, serverVersion),
      ...meshNotices(istio),
      ...authorizationNotices(gateways),
      ...sharedCertificateNotices(gateways),
    ].forEach((notice) => warnAbout(component, notice));
    return checkInstalledIstio(istio, found);
  });
}

function gatewayApiProblems(
  plan: ServingPlan,
  component: pulumi.Resource,
): pulumi.Output<readonly Problem[]> {
  const { args } = plan;
  const own = pulumi.output(args.installedGatewayApi).apply((found) => {
    gatewayApiNotices(args, found).forEach((notice) => warnAbout(component, notice));
    return checkInstalledGatewayApi(args, found);
  });
  const control = plan.controlPlane === undefined ? pulumi.output([]) : istioProblems(plan, component);
  return pulumi.all([own, control]).apply((each) => each.flat());
}

/** Registers the Istio of a plan, and gives what everything depends on that belongs to it: nothing where Istio is there. */
export function registerControlPlane(
  component: string,
  { controlPlane, args }: ServingPlan,
  options: { readonly parent: pulumi.Resource; readonly after: pulumi.Output<unknown> },
): readonly pulumi.Resource[] {
  const ready = controlPlane === undefined ? [] : registerIstio(component, controlPlane, options).ready;
  const dependsOn = [...ready];
  meshNamespacePatches(args.istio).forEach((patch) =>
    registerPatch(component, patch, { parent: options.parent, dependsOn }),
  );
  return ready;
}
