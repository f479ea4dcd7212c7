import { checkShape, didYouMean, isDnsSubdomain, under, type Problem } from "../problems";
import { checkEgress } from "./egress.check";
import {
  checkOverlaps,
  checkPairs,
  checkShared,
  checkSpecial,
  clusterRanges,
  sharedNotices,
} from "./ranges.check";
import { overlaps, rangeText } from "../addresses/cidr";
import { checkAddresses } from "./subnet.check";
import { NetworkPlatform, type VpcNetworkArgs } from "./vpcNetwork.args";
import { vpcNetworkShape } from "./vpcNetwork.shape";
import {
  checkReference,
  checkRepeated,
  namespacesOf,
  reservedNamespaces,
  subnetRanges,
  takenRanges,
  vpcName,
} from "./vpcNetwork.view";
import { checkRoutes } from "./vpcRoutes.check";
import { checkServices } from "./vpcServices.check";

/** Everything that can be said of a VPC's inputs before the cluster sees them. */
export function checkVpcNetwork(resourceName: string, args: VpcNetworkArgs): Problem[] {
  const shape = checkShape(vpcNetworkShape, args);
  if (shape.length > 0) {
    return shape;
  }
  return [
    ...checkNames(resourceName, args),
    ...args.subnets.flatMap((subnet, index) => under(`subnets[${index}]`, checkAddresses(subnet))),
    ...checkRanges(args),
    ...checkNamespaces(args),
    ...checkReference(args, "defaultSubnet", args.defaultSubnet),
    ...checkRoutes(vpcName(resourceName, args), args),
    ...checkEgress(args),
    ...checkServices(args),
  ];
}

/** What the user should know although it is no mistake. */
export function vpcNetworkNotices(args: VpcNetworkArgs): readonly string[] {
  const { pods, join, nodes, others } = clusterRanges(args.ranges);
  const beside = subnetRanges(args).flatMap(({ path, range, what }) =>
    [...pods, ...join, ...nodes, ...others]
      .filter((other) => overlaps(other.range, range))
      .map(
        (other) =>
          `${path}: "${rangeText(range)}" of ${what} overlaps "${rangeText(other.range)}" of ${other.what}; the VPC is apart from that, but a pod with an interface in both reaches only one of them [KN8026]`,
      ),
  );
  return [...sharedNotices(subnetRanges(args), args.platform), ...beside];
}

function checkNames(resourceName: string, args: VpcNetworkArgs): Problem[] {
  const vpc = vpcName(resourceName, args);
  const nameless: Problem[] = isDnsSubdomain(vpc)
    ? []
    : [
        {
          path: "name",
          code: "KN4001",
          reason: `is needed: the resource's name "${vpc}" is no name of a Kubernetes object`,
        },
      ];
  const same = args.subnets.flatMap(({ name }, index): Problem[] =>
    name === vpc
      ? [
          {
            path: `subnets[${index}].name`,
            code: "KN8010",
            reason: `"${name}" is the VPC's name, and Kube-OVN refuses a subnet that is called the same; choose another, such as "${name}-pods"`,
          },
        ]
      : [],
  );
  return [
    ...nameless,
    ...same,
    ...checkRepeated(
      args.subnets.map(({ name }) => name),
      (index) => `subnets[${index}].name`,
    ),
  ];
}

/** Ranges of one VPC overlap neither each other nor the Services', whose addresses are taken first everywhere. */
function checkRanges(args: VpcNetworkArgs): Problem[] {
  const mine = subnetRanges(args);
  const taken = takenRanges(args);
  const { services } = clusterRanges(args.ranges);
  const vlans = args.subnets.flatMap(({ vlan }, index): Problem[] =>
    vlan !== undefined && args.platform === NetworkPlatform.Alibaba
      ? [
          {
            path: `subnets[${index}].vlan`,
            code: "KN8014",
            reason:
              "can't be on Alibaba Cloud, whose machines' network takes no addresses but its own; leave it out",
          },
        ]
      : [],
  );
  return [
    ...mine.flatMap((each) => [
      ...checkSpecial(each, taken),
      ...checkShared(each, args.platform, taken),
      ...checkOverlaps(each, services, taken),
    ]),
    ...checkPairs(mine, taken),
    ...vlans,
  ];
}

function checkNamespaces(args: VpcNetworkArgs): Problem[] {
  const all = namespacesOf(args);
  const foreign = args.subnets.flatMap(({ namespaces = [], attachment }, index) => {
    const path = `subnets[${index}].namespaces`;
    const outside = namespaces.flatMap((namespace, at): Problem[] =>
      all.includes(namespace)
        ? []
        : [
            {
              path: `${path}[${at}]`,
              code: "KN8011",
              reason: `"${namespace}" is not among the VPC's namespaces${didYouMean(namespace, all)}; add it to namespaces, or leave those out`,
            },
          ],
    );
    const reason =
      "excludes attachment: a subnet is for the first interface of all pods of a namespace, or for further ones; remove one of the two";
    return attachment !== undefined && namespaces.length > 0
      ? [...outside, { path, code: "KN1008" as const, reason }]
      : outside;
  });
  const reserved = all
    .filter((namespace) => reservedNamespaces.includes(namespace))
    .map((namespace): Problem => {
      const path = args.namespaces === undefined ? "subnets" : `namespaces[${all.indexOf(namespace)}]`;
      const reason = `"${namespace}" must stay in the default VPC: nodes and the API server don't reach pods of another, and webhooks, probes and gateways fail`;
      return { path, code: "KN8022", reason };
    });
  return [...foreign, ...reserved];
}
