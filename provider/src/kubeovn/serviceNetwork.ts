import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { knownTexts } from "../inputs/maps";
import { dnsLabel, namespaceName, leaf, whole, type Problem } from "../problems";
import { objectName } from "../serving/registry.check";
import { defined, nonEmpty } from "../manifests/defined";
import type { ServiceArgs } from "../service/service.args";
import { defaultVpc, interfaceKey, networkOf, networksKey } from "./kubeovn.names";
import type { NetworkInterfaceArgs, ServiceNetworkArgs } from "./serviceNetwork.args";
import { checkRepeated } from "./vpcNetwork.view";

export const serviceNetworkShape = z.strictObject({
  vpc: objectName.optional(),
  subnet: objectName.optional(),
  acceptLimits: z.boolean().optional(),
  interfaces: z
    .array(
      z.strictObject({
        name: dnsLabel,
        namespace: namespaceName.optional(),
        subnet: objectName.optional(),
      }) satisfies z.ZodType<NetworkInterfaceArgs>,
    )
    .optional(),
  podAnnotations: leaf(z.record(z.string(), z.string())).optional(),
  ingressRateMbps: whole(1).optional(),
  egressRateMbps: whole(1).optional(),
}) satisfies z.ZodType<ServiceNetworkArgs>;

type Annotations = Readonly<Record<string, pulumi.Input<string>>>;

const attachmentOf = ({ name, namespace = "kube-system" }: NetworkInterfaceArgs) => ({ name, namespace });

/** What doesn't go together, and what Knative can't do for pods in a VPC of their own. */
export function checkServiceNetwork({
  network,
  podAnnotations,
}: Pick<ServiceArgs, "network" | "podAnnotations">): Problem[] {
  if (network === undefined) {
    return [];
  }
  const { vpc = defaultVpc, subnet, acceptLimits, interfaces = [] } = network;
  const apart = vpc !== defaultVpc;
  const limits: Problem[] =
    apart && acceptLimits !== true
      ? [
          {
            path: "network.vpc",
            code: "KN8060",
            reason: `"${vpc}" is a VPC of its own, where nodes don't reach pods to probe them, gateway and activator don't to hand requests over, nor the autoscaler to count them, and a Service's address leads into one VPC only; leave it out and give the pods a further interface there (network.interfaces), or set network.acceptLimits if all that is provided for`,
          },
        ]
      : [];
  const homeless: Problem[] =
    apart && subnet === undefined
      ? [
          {
            path: "network.subnet",
            code: "KN1005",
            reason: `is required with the VPC "${vpc}": the subnet of it that pods are in`,
          },
        ]
      : [];
  return [
    ...limits,
    ...homeless,
    ...checkRepeated(
      interfaces.map((each) => networkOf(attachmentOf(each))),
      (index) => `network.interfaces[${index}]`,
    ),
    ...checkTwice(network, Object.keys(knownTexts(podAnnotations))),
  ];
}

function checkTwice(network: ServiceNetworkArgs, keys: readonly string[]): Problem[] {
  const own = [networksKey, ...Object.keys(ownAnnotations(network))];
  return keys
    .filter((key) => own.includes(key))
    .map((key) => ({
      path: `podAnnotations[${JSON.stringify(key)}]`,
      code: "KN8061",
      reason: "is written by network; remove it, and say there what the pods need",
    }));
}

function ownAnnotations({ subnet, interfaces = [], ...rates }: ServiceNetworkArgs): Record<string, string> {
  const switches = interfaces.flatMap((each) =>
    each.subnet === undefined ? [] : [[interfaceKey("logical_switch", attachmentOf(each)), each.subnet]],
  );
  const text = (rate: number | undefined) => (rate === undefined ? undefined : String(rate));
  return {
    ...defined({
      [interfaceKey("logical_switch")]: subnet,
      [interfaceKey("ingress_rate")]: text(rates.ingressRateMbps),
      [interfaceKey("egress_rate")]: text(rates.egressRateMbps),
    }),
    ...(Object.fromEntries(switches) as Record<string, string>),
  };
}

/** The pods' annotations with those of their networks; undefined where there are none. An Output passes as one. */
export function withNetwork(
  annotations: Annotations,
  network: ServiceNetworkArgs | undefined,
): pulumi.Input<Annotations> | undefined {
  if (network === undefined) {
    return nonEmpty(annotations);
  }
  const given = network.podAnnotations;
  return given instanceof Promise || pulumi.Output.isInstance(given)
    ? pulumi.output(given).apply((further) => pulumi.output(joined(annotations, network, further)))
    : nonEmpty(joined(annotations, network, given ?? {}));
}

/** All networks stand in one annotation. */
function joined(
  annotations: Annotations,
  network: ServiceNetworkArgs,
  given: Readonly<Record<string, string>>,
): Annotations {
  const named = (network.interfaces ?? []).map((each) => networkOf(attachmentOf(each)));
  const all = [...new Set([...named, ...(given[networksKey]?.split(",") ?? [])])];
  return {
    ...annotations,
    ...given,
    ...ownAnnotations(network),
    ...(all.length === 0 ? {} : { [networksKey]: all.join(",") }),
  };
}
