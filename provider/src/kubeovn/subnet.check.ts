import type { Problem, ProblemCode } from "../problems";
import {
  addressText,
  defaultGateway,
  holds,
  isReserved,
  parseAddress,
  parseRanges,
  parseSpan,
  rangeText,
  type Address,
  type Range,
} from "../addresses/cidr";
import type { VpcSubnetArgs } from "./subnet.args";

/** What of a subnet says where its addresses are. */
export type SubnetAddresses = Pick<
  VpcSubnetArgs,
  "cidrBlock" | "gateway" | "excludeIps" | "vips" | "mtu" | "allowSubnets" | "private"
>;

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** Whether addresses of a subnet fit its ranges: what Kube-OVN's controller would refuse after the API server took it. */
export function checkAddresses(subnet: SubnetAddresses): Problem[] {
  const ranges = parseRanges(subnet.cidrBlock) ?? [];
  return [
    ...ranges.flatMap(checkSize),
    ...checkGateway(ranges, subnet.gateway),
    ...checkExcluded(ranges, subnet.excludeIps ?? []),
    ...(subnet.vips ?? []).flatMap((vip, index) => checkInside(`vips[${index}]`, vip, ranges)),
    ...checkMtu(ranges, subnet.mtu),
    ...checkAllowed(subnet),
  ];
}

/** An address must be in one of the ranges. */
export function checkInside(path: string, value: string, ranges: readonly Range[]): Problem[] {
  const parsed = parseAddress(value);
  return parsed === undefined || ranges.some((range) => holds(range, parsed))
    ? []
    : [problem(path, "KN8021", `"${value}" is not in ${rangesSaid(ranges)}; choose one that is`)];
}

function checkSize(range: Range): Problem[] {
  const hosts = range.last - range.first + 1n;
  return hosts >= 2n
    ? []
    : [
        problem(
          "cidrBlock",
          "KN8009",
          `"${rangeText(range)}" is a single address, and the gateway needs one of its own; use a shorter prefix`,
        ),
      ];
}

function checkGateway(ranges: readonly Range[], gateway: string | undefined): Problem[] {
  const given = (gateway?.split(",") ?? []).flatMap((value) => parseAddress(value) ?? []);
  const strange = given
    .filter(({ family }) => !ranges.some((range) => range.family === family))
    .map((each) =>
      problem(
        "gateway",
        "KN8008",
        `"${addressText(each)}" is an ${each.family} address, and ${rangesSaid(ranges)} has none; remove it or add a range`,
      ),
    );
  return [
    ...strange,
    ...ranges.flatMap((range) => {
      const mine = given.find(({ family }) => family === range.family);
      const fault = mine && gatewayFault(range, mine);
      const reason = `${fault}; leave it out for ${addressText(defaultGateway(range))}, or choose another of the range`;
      return fault === undefined ? [] : [problem("gateway", "KN8006", reason)];
    }),
  ];
}

function gatewayFault(range: Range, gateway: Address): string | undefined {
  const said = `"${addressText(gateway)}" is`;
  if (!holds(range, gateway)) {
    return `${said} not in "${rangeText(range)}"`;
  }
  // A pair has neither: both are hosts.
  const isPair = range.last - range.first === 1n;
  const end = gateway.number === range.first ? "the network's own address" : "the broadcast address";
  return !isPair && isReserved(range, gateway) ? `${said} ${end} of "${rangeText(range)}"` : undefined;
}

function checkExcluded(ranges: readonly Range[], spans: readonly string[]): Problem[] {
  return spans.flatMap((value, index) => {
    const parsed = parseSpan(value);
    const isInside =
      parsed !== undefined &&
      ranges.some(
        ({ family, first, last }) => family === parsed.family && first <= parsed.first && parsed.last <= last,
      );
    return isInside
      ? []
      : [
          problem(
            `excludeIps[${index}]`,
            "KN8007",
            `"${value}" is not within ${rangesSaid(ranges)}; addresses outside are given to nobody, remove them`,
          ),
        ];
  });
}

function checkMtu(ranges: readonly Range[], mtu: number | undefined): Problem[] {
  return mtu !== undefined && mtu < 1280 && ranges.some(({ family }) => family === "IPv6")
    ? [
        problem(
          "mtu",
          "KN8023",
          `must be at least 1280 with IPv6, got ${mtu}: Linux drops IPv6 below that without a word`,
        ),
      ]
    : [];
}

function checkAllowed({ private: isPrivate, allowSubnets = [] }: SubnetAddresses): Problem[] {
  return allowSubnets.length > 0 && isPrivate !== true
    ? [
        problem(
          "allowSubnets",
          "KN8024",
          "has no effect unless private is true: a subnet that isn't private is open to all of its VPC",
        ),
      ]
    : [];
}

function rangesSaid(ranges: readonly Range[]): string {
  return ranges.map((range) => `"${rangeText(range)}"`).join(" or ");
}
