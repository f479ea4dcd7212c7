import type * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../manifests/manifest";
import type { AckHome } from "./ack.home";

/** The class of Ingresses that each gateway serves, as ACK names them. */
const classes = {
  alb: "alb.ingress.networking.knative.dev",
  kourier: "kourier.ingress.networking.knative.dev",
} as const;

/** The keys of managed Knative's config-network that follow from the gateway; undefined where it is the component's choice. */
export function renderKnativeNetwork(
  { knative, podCidr }: AckHome,
  vSwitchIds: pulumi.Input<string>,
): Manifest | undefined {
  const gateway = knative?.gateway;
  if (gateway === undefined) {
    return undefined;
  }
  const balancer =
    knative?.albConfig === undefined ? { "vswitch-ids": vSwitchIds } : { albconfig: knative.albConfig };
  // The load balancer reaches pods by their addresses where those are of the VPC, else by the nodes'.
  const route = podCidr === undefined ? {} : { eni: "false" };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-network", namespace: "knative-serving" },
    data: { "ingress.class": classes[gateway], ...(gateway === "alb" ? { ...balancer, ...route } : {}) },
  };
}
