import type { CustomResourceOptions } from "@pulumi/pulumi";
import { gatewayServicesOptions } from "../alibaba/gateway.options";
import type { ServingPlan } from "./serving.plan";

/**
 * A gateway goes by itself, before Knative's definitions, not with its namespace: it drains, and meanwhile Kubernetes' garbage
 * collector takes away what Knative made of the services. Once their owners' definitions are gone, it may never find Deployments
 * that are still there, and their pods would run on.
 */
const goesFirst: CustomResourceOptions = { deletedWith: undefined };

/** Options of single objects of an installation, by the keys that they are registered by. */
export function objectOptions(
  component: string,
  { gateways, layer }: ServingPlan,
): Record<string, CustomResourceOptions> {
  const programs = gateways.flatMap((gateway) => layer.programKey(gateway) ?? []);
  return {
    ...gatewayServicesOptions(component, gateways),
    ...Object.fromEntries(programs.map((key) => [key, goesFirst])),
  };
}
