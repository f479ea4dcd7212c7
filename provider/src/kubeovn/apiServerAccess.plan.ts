import {
  addressAt,
  addressText,
  parseAddress,
  parseRanges,
  type Address,
  type Range,
} from "../addresses/cidr";
import type { ApiServerAccessArgs } from "./apiServerAccess.args";
import { defaultSubnetName, type AttachmentName, type PodRoute } from "./kubeovn.names";
import { defaultRanges } from "./ranges.check";
import { gatewaysOf } from "./subnet.render";

const defaultCidr = "100.100.100.0/24";

/** The road with its defaults. */
export interface AccessPlan {
  readonly attachment: AttachmentName;
  readonly subnet: string;
  readonly cidrBlock: string;
  /** Ranges of the subnet that the interfaces are in. */
  readonly ranges: readonly Range[];
  readonly gateways: readonly Address[];
  /** Whether the subnet is the cluster's own, and not made here. */
  readonly reused: boolean;
}

export function planAccess(args: ApiServerAccessArgs): AccessPlan {
  const reused = args.reuseDefaultSubnet === true;
  const cidrBlock = reused ? (args.ranges?.pods ?? defaultRanges.pods) : (args.cidrBlock ?? defaultCidr);
  const ranges = parseRanges(cidrBlock) ?? [];
  return {
    attachment: { name: args.name ?? "api-ovn-nad", namespace: args.namespace ?? "kube-system" },
    subnet: reused ? (args.defaultSubnet ?? defaultSubnetName) : (args.subnet ?? "vpc-apiserver-subnet"),
    cidrBlock,
    ranges,
    gateways: gatewaysOf(ranges, args.gateway),
    reused,
  };
}

/** The first range of the Services, in which the API server and the name servers have their addresses. */
export function servicesRange({ ranges }: ApiServerAccessArgs): Range | undefined {
  return parseRanges(ranges?.services ?? defaultRanges.services)?.[0];
}

/** The n-th address of the Services' range: the first is the API server's, the tenth kubeadm's name servers'. */
export function serviceAddress(args: ApiServerAccessArgs, offset: number): string | undefined {
  const range = servicesRange(args);
  const address = range && addressAt(range, offset);
  return address && addressText(address);
}

export const apiServerOffset = 1;
export const dnsOffset = 10;

/** Routes by the interface to single addresses. The pod's default route stays that of its first interface. */
export function accessRoutes({ gateways }: AccessPlan, destinations: readonly string[]): readonly PodRoute[] {
  return destinations.map((destination) => {
    const address = parseAddress(destination);
    const gateway = gateways.find(({ family }) => family === address?.family);
    if (address === undefined || gateway === undefined) {
      throw new Error(`no gateway leads to "${destination}"`); // the check refuses it: see familyProblem
    }
    const bits = address.family === "IPv4" ? 32 : 128;
    return { dst: `${addressText(address)}/${bits}`, gw: addressText(gateway) };
  });
}
