import { z } from "zod";
import { text, type Problem, type ProblemCode } from "../problems";
import {
  freeRange,
  overlaps,
  parseRange,
  parseRanges,
  rangeText,
  sharedSpace,
  type Range,
} from "../addresses/cidr";
import { NetworkPlatform, type ClusterRangesArgs } from "./ranges.args";

/** One range or one of each family, IPv4 first: as Kube-OVN wants it. */
export const rangesText = text(
  "KN8001",
  'must be a range such as "10.0.0.0/16", or one of each family as "10.0.0.0/16,fd00:10::/112" with that of IPv4 first',
  (value) => {
    const families = parseRanges(value)?.map(({ family }) => family) ?? [];
    return families.length === 1 || (families.length === 2 && families.join() === "IPv4,IPv6");
  },
);

export const oneRange = text(
  "KN8001",
  'must be a range such as "10.0.0.0/16"',
  (value) => parseRange(value) !== undefined,
);

export const rangesShape = z.strictObject({
  pods: rangesText.optional(),
  services: rangesText.optional(),
  join: rangesText.optional(),
  nodes: z.array(oneRange).optional(),
  others: z.array(oneRange).optional(),
}) satisfies z.ZodType<ClusterRangesArgs>;

export const defaultRanges = {
  pods: "10.16.0.0/16",
  services: "10.96.0.0/12",
  join: "100.64.0.0/16",
} as const;

/** A range with what it is there for, and where it is said. */
export interface NamedRange {
  readonly what: string;
  /** Path of the property; empty where it is nobody's input. */
  readonly path: string;
  readonly range: Range;
}

/** The ranges of a text, named; none where nothing is said or the shape has refused it. */
export function named(what: string, path: string, value: string | undefined): NamedRange[] {
  return value === undefined ? [] : (parseRanges(value) ?? []).map((range) => ({ what, path, range }));
}

/** Ranges of the cluster by what they are there for, defaults filled in. */
export function clusterRanges(ranges: ClusterRangesArgs = {}, path = "ranges") {
  const list = (what: string, key: "nodes" | "others") =>
    (ranges[key] ?? []).flatMap((value, index) => named(what, `${path}.${key}[${index}]`, value));
  return {
    pods: named("pods of the default subnet", `${path}.pods`, ranges.pods ?? defaultRanges.pods),
    services: named("Services", `${path}.services`, ranges.services ?? defaultRanges.services),
    join: named("the join network", `${path}.join`, ranges.join ?? defaultRanges.join),
    nodes: list("nodes", "nodes"),
    others: list("what must stay reachable", "others"),
  };
}

/**
 * A problem for each of the others that a range overlaps: both are named, and one is proposed that is free of them and of all
 * else that is taken.
 */
export function checkOverlaps(
  mine: NamedRange,
  others: readonly NamedRange[],
  taken: readonly NamedRange[],
): Problem[] {
  return others
    .filter(({ range }) => overlaps(range, mine.range))
    .map((other) => ({
      path: mine.path,
      code: "KN8003" satisfies ProblemCode,
      reason: `"${rangeText(mine.range)}" of ${mine.what} overlaps "${rangeText(other.range)}" of ${whose(other)}${wayOut(mine.range, [...others, ...taken])}`,
    }));
}

/** Overlaps between ranges of a list, each pair once, told at the later one. */
export function checkPairs(list: readonly NamedRange[], taken: readonly NamedRange[]): Problem[] {
  return list.flatMap((mine, index) => checkOverlaps(mine, list.slice(0, index), [...list, ...taken]));
}

function whose({ what, path }: NamedRange): string {
  return path === "" ? what : `${what} (${path})`;
}

function wayOut({ family, prefix }: Range, taken: readonly NamedRange[]): string {
  const free = freeRange(
    taken.map(({ range }) => range),
    family,
    prefix,
  );
  return free === undefined ? "; choose another" : `; ${rangeText(free)} would do`;
}

// Refused by Kube-OVN's controller, long after the API server took it: kube-ovn pkg/util/net.go.
const special: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this network"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local addresses"],
  ["224.0.0.0/4", "multicast"],
  ["255.255.255.255/32", "broadcast"],
  ["::/128", "no address"],
  ["::1/128", "loopback"],
  ["fe80::/10", "link-local addresses"],
  ["ff00::/8", "multicast"],
];

/** Ranges that no network can have, whatever else there is. */
export function checkSpecial(mine: NamedRange, taken: readonly NamedRange[]): Problem[] {
  return special.flatMap(([value, what]): Problem[] => {
    const range = parseRange(value);
    const reason = `"${rangeText(mine.range)}" of ${mine.what} overlaps ${value}, which is for ${what}${wayOut(mine.range, taken)}`;
    return range !== undefined && overlaps(range, mine.range)
      ? [{ path: mine.path, code: "KN8002", reason }]
      : [];
  });
}

/** A range that Alibaba Cloud uses itself: an error there; see `sharedNotices` for elsewhere. */
export function checkShared(
  mine: NamedRange,
  platform: NetworkPlatform | undefined,
  taken: readonly NamedRange[],
): Problem[] {
  const reason = `"${rangeText(mine.range)}" of ${mine.what} overlaps ${sharedSpace}, which Alibaba Cloud uses itself: the metadata server is 100.100.100.200, name servers are 100.100.2.136 and 100.100.2.138, and health checks come from it${wayOut(mine.range, taken)}`;
  return platform === NetworkPlatform.Alibaba && isShared(mine)
    ? [{ path: mine.path, code: "KN8004", reason }]
    : [];
}

/** What the user should know of ranges in the shared address space, where nobody is known to use it. */
export function sharedNotices(
  ranges: readonly NamedRange[],
  platform: NetworkPlatform | undefined,
): readonly string[] {
  return platform === NetworkPlatform.Alibaba
    ? []
    : ranges
        .filter(isShared)
        .map(
          ({ path, what, range }) =>
            `${path}: "${rangeText(range)}" of ${what} overlaps ${sharedSpace}, which some providers use themselves: Alibaba Cloud refuses it, and VPNs such as Tailscale route it [KN8005]`,
        );
}

function isShared({ range }: NamedRange): boolean {
  const space = parseRange(sharedSpace);
  return space !== undefined && overlaps(space, range);
}
