import type { Manifest } from "../manifests/manifest";
import type { ApiServerAccessArgs } from "./apiServerAccess.args";
import { accessRoutes, planAccess } from "./apiServerAccess.plan";
import { attachmentAnnotations, attachmentDefinition, defaultVpc, type PodRoute } from "./kubeovn.names";
import { renderSubnet } from "./subnet.render";
import { awaited } from "./vpcNetwork.render";

/** The definition, then the subnet that is tied to it, unless it is the cluster's default one. */
export function renderApiServerAccess(args: ApiServerAccessArgs): readonly (readonly Manifest[])[] {
  const { attachment, subnet, cidrBlock, reused } = planAccess(args);
  const { gateway, excludeIps } = args;
  const own = renderSubnet({ name: subnet, cidrBlock, gateway, excludeIps }, { vpc: defaultVpc, attachment });
  return [[attachmentDefinition(attachment)], reused ? [] : [awaited(own, "condition=Ready", args)]];
}

/** What a pod's annotations must say to use the road. */
export function accessAnnotations(
  args: ApiServerAccessArgs,
  destinations: readonly string[],
): { readonly annotations: Record<string, string>; readonly routes: readonly PodRoute[] } {
  const plan = planAccess(args);
  const routes = accessRoutes(plan, destinations);
  // Without it the interface of a pod whose namespace is in a VPC would be in that VPC, too.
  const subnet = plan.reused ? plan.subnet : undefined;
  return { annotations: attachmentAnnotations(plan.attachment, routes, subnet), routes };
}
