import type { Problem } from "../problems";
import { defaultRanges, mostNodes, type AckHome } from "./ack.home";
import { sharedSpace } from "../addresses/cidr";
import { hasPodVSwitches, zonesOf } from "./ack.ranges";
import { contains, freeRange, overlaps, privateRanges, readRange } from "./cidr";

/** A range with its place in the arguments. */
interface Placed {
  readonly path: string;
  /** What it is, for messages. */
  readonly what: string;
  readonly cidr: string;
}

/** Ranges against each other, against the VPC, and against what the cloud keeps for itself. */
export function checkRanges(home: AckHome): Problem[] {
  const wholes = wholeRanges(home);
  const parts = home.network.vpcId === undefined ? vSwitchRanges(home) : { placed: [], problems: [] };
  return [
    ...wholes.flatMap((range) => checkSize(range, home)),
    ...[...wholes, ...parts.placed].flatMap(checkReserved),
    ...checkApart(wholes),
    ...parts.problems,
    ...parts.placed.flatMap((range) => checkInside(range, home)),
    ...checkApart(parts.placed),
    ...checkNodeRanges(home),
  ];
}

/** The VPC comes first: others make way for it. */
function wholeRanges({ network, podCidr, serviceCidr }: AckHome): Placed[] {
  const vpc = network.vpcId === undefined ? (network.cidr ?? defaultRanges.vpc) : network.cidr;
  return [
    ...(vpc === undefined ? [] : [{ path: "network.cidr", what: "the VPC", cidr: vpc }]),
    ...(podCidr === undefined ? [] : [{ path: "podCidr", what: "pods", cidr: podCidr }]),
    { path: "serviceCidr", what: "Services", cidr: serviceCidr },
  ];
}

function vSwitchRanges(home: AckHome): { readonly placed: Placed[]; readonly problems: Problem[] } {
  const withPods = hasPodVSwitches(home);
  const each = zonesOf(home.network).flatMap(({ cidr, podCidr }, index) => {
    const path = `network.zones[${index}]`;
    return [
      { path: `${path}.cidr`, what: `the vSwitch of zone ${index}`, cidr },
      ...(withPods
        ? [{ path: `${path}.podCidr`, what: `the vSwitch of pods of zone ${index}`, cidr: podCidr }]
        : []),
    ];
  });
  const vpc = home.network.cidr ?? defaultRanges.vpc;
  return {
    placed: each.filter((range): range is Placed => range.cidr !== undefined),
    problems: each
      .filter(({ cidr }) => cidr === undefined)
      .map(({ path, what }) => ({
        path,
        code: "KN7103",
        reason: `must be named: ${vpc} has no room for ${what} where it would go by itself; name the ranges of all zones, or take a larger VPC or fewer zones`,
      })),
  };
}

/** Prefixes that a range may have: the shortest and the longest. */
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  "network.cidr": [8, 28],
  podCidr: [8, 24],
  serviceCidr: [12, 24],
};

function checkSize({ path, cidr }: Placed, { network }: AckHome): Problem[] {
  const [least, most] = sizes[path] ?? [0, 32];
  const { prefix } = readRange(cidr) ?? { prefix: least };
  const isOurs = path !== "network.cidr" || network.vpcId === undefined;
  const isPrivate = privateRanges.some((range) => contains(range, cidr));
  return [
    ...(prefix < least || prefix > most
      ? [
          {
            path,
            code: "KN7101",
            reason: `must be of a size from /${least} to /${most}, got ${cidr}`,
          } as const,
        ]
      : []),
    ...(isOurs && !isPrivate && !overlaps(cidr, sharedSpace)
      ? [
          {
            path,
            code: "KN7101",
            reason: `must be a part of ${privateRanges.join(", ")}, got ${cidr}`,
          } as const,
        ]
      : []),
  ];
}

function checkReserved({ path, cidr }: Placed): Problem[] {
  const reason = `${cidr} shares addresses with ${sharedSpace}, where Alibaba Cloud has name servers, metadata and health checks; take a private range, such as ${freeRange(16, []) ?? "10.0.0.0/16"}`;
  return overlaps(cidr, sharedSpace) ? [{ path, code: "KN7102", reason }] : [];
}

/** Each against those before it. */
function checkApart(ranges: readonly Placed[]): Problem[] {
  const all = ranges.map(({ cidr }) => cidr);
  return ranges.flatMap(({ path, cidr }, index) =>
    ranges
      .slice(0, index)
      .filter((earlier) => overlaps(earlier.cidr, cidr))
      .slice(0, 1)
      .map((earlier): Problem => {
        const free = path.includes("[")
          ? undefined
          : freeRange(readRange(cidr)?.prefix ?? 16, [...all, sharedSpace]);
        const way = free === undefined ? "take one that is free" : `${free} is free`;
        const reason = `${cidr} shares addresses with ${earlier.what}, ${earlier.cidr} (${earlier.path}); ${way}`;
        return { path, code: "KN7100", reason };
      }),
  );
}

function checkInside({ path, cidr }: Placed, { network }: AckHome): Problem[] {
  const vpc = network.cidr ?? defaultRanges.vpc;
  const { prefix } = readRange(cidr) ?? { prefix: 16 };
  return [
    ...(contains(vpc, cidr)
      ? []
      : [{ path, code: "KN7103", reason: `${cidr} must be a part of the VPC, ${vpc}` } as const]),
    ...(prefix < 16 || prefix > 29
      ? [{ path, code: "KN7103", reason: `must be of a size from /16 to /29, got ${cidr}` } as const]
      : []),
  ];
}

/** With flannel the pods' range is dealt out to nodes in equal parts. */
function checkNodeRanges({ podCidr, nodeCidrMask, nodePools }: AckHome): Problem[] {
  const prefix = podCidr === undefined ? undefined : readRange(podCidr)?.prefix;
  if (prefix === undefined) {
    return [];
  }
  const room = 2 ** (nodeCidrMask - prefix);
  const most = nodePools.reduce((sum, pool) => sum + mostNodes(pool), 0);
  const reason = `${podCidr} has room for ${room} nodes by /${nodeCidrMask} each, and the pools may have ${most}; take a larger range, or a larger nodeCidrMask (fewer pods on a node)`;
  return room < most ? [{ path: "podCidr", code: "KN7104", reason }] : [];
}
