import { systemNamespaces } from "../release/catalog";
import type { Problem } from "../problems";
import { didYouMean } from "../problems";
import { parseRanges, type Range } from "../addresses/cidr";
import type { AttachmentName } from "./kubeovn.names";
import { clusterRanges, named, type NamedRange } from "./ranges.check";
import type { VpcNetworkArgs, VpcSubnetArgs } from "./vpcNetwork.args";

/** Namespaces whose programs the whole cluster depends on: they stay in the default VPC. */
export const reservedNamespaces: readonly string[] = [
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "istio-system",
  ...systemNamespaces(),
];

/** The VPC's name, in which no subnet may be called. */
export function vpcName(resourceName: string, { name }: VpcNetworkArgs): string {
  return name ?? resourceName;
}

/** The namespaces of a VPC: those that are said, else its subnets'. */
export function namespacesOf({ namespaces, subnets }: VpcNetworkArgs): readonly string[] {
  return namespaces ?? [...new Set(subnets.flatMap((subnet) => subnet.namespaces ?? []))];
}

/** The definition by which pods get a further interface in a subnet; undefined where it is for first ones. */
export function attachmentOf({ name, attachment }: VpcSubnetArgs): AttachmentName | undefined {
  return attachment && { name: attachment.name ?? name, namespace: attachment.namespace ?? "kube-system" };
}

/** The ranges of all subnets of a VPC. */
export function subnetRanges({ subnets }: VpcNetworkArgs): readonly NamedRange[] {
  return subnets.flatMap(({ name, cidrBlock }, index) =>
    named(`subnet "${name}"`, `subnets[${index}].cidrBlock`, cidrBlock),
  );
}

/** Everything that a free range must not overlap. */
export function takenRanges(args: VpcNetworkArgs): readonly NamedRange[] {
  return [
    ...subnetRanges(args),
    ...Object.values(clusterRanges(args.ranges)).flat(),
    ...(args.peerings ?? []).flatMap(({ remoteVpc, remoteCidrs = [] }, index) =>
      remoteCidrs.flatMap((cidr, at) =>
        named(`VPC "${remoteVpc}"`, `peerings[${index}].remoteCidrs[${at}]`, cidr),
      ),
    ),
  ];
}

/** The ranges of the subnet of a name; none where there is no such subnet. */
export function rangesOf({ subnets }: VpcNetworkArgs, name: string): readonly Range[] {
  return parseRanges(subnets.find((subnet) => subnet.name === name)?.cidrBlock ?? "") ?? [];
}

/** A subnet that is referred to must be the VPC's. */
export function checkReference(
  { subnets }: VpcNetworkArgs,
  path: string,
  name: string | undefined,
): Problem[] {
  const names = subnets.map((subnet) => subnet.name);
  return name === undefined || names.includes(name)
    ? []
    : [
        {
          path,
          code: "KN8012",
          reason: `"${name}" is no subnet of this VPC${didYouMean(name, names)}; there are ${names.map((each) => `"${each}"`).join(", ")}`,
        },
      ];
}

/** Each name may be there once. */
export function checkRepeated(names: readonly string[], pathOf: (index: number) => string): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    const first = names.indexOf(name);
    return first === index
      ? []
      : [
          {
            path: pathOf(index),
            code: "KN1007",
            reason: `"${name}" is the name at ${pathOf(first)} already`,
          },
        ];
  });
}
