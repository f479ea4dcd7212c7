import type { Manifest } from "../manifests/manifest";
import { defined, filled } from "../manifests/defined";
import {
  addressText,
  defaultGateway,
  parseAddress,
  parseRanges,
  parseSpan,
  rangeText,
  type Address,
  type Range,
} from "../addresses/cidr";
import { defaultVpc, ownProvider, providerOf, type AttachmentName } from "./kubeovn.names";
import type { SubnetAddresses } from "./subnet.check";
import type { VpcSubnetArgs } from "./subnet.args";

type Span = Pick<Range, "family" | "first" | "last">;

/**
 * The addresses of a subnet as Kube-OVN's controller writes them back: whatever is left out it fills in, and it joins, sorts
 * and completes what isn't. Written so from the start, nothing differs later.
 */
export function subnetAddresses({ cidrBlock, gateway, excludeIps = [] }: SubnetAddresses) {
  const ranges = parseRanges(cidrBlock) ?? [];
  const gateways = gatewaysOf(ranges, gateway);
  return {
    protocol: ranges.length > 1 ? "Dual" : ranges[0]?.family,
    cidrBlock: ranges.map(rangeText).join(","),
    gateway: gateways.map(addressText).join(","),
    excludeIps: excluded(excludeIps, gateways),
  };
}

/** The gateway of each range, in the ranges' order. */
export function gatewaysOf(ranges: readonly Range[], gateway: string | undefined): readonly Address[] {
  const given = (gateway?.split(",") ?? []).flatMap((value) => parseAddress(value) ?? []);
  return ranges.map((range) => given.find(({ family }) => family === range.family) ?? defaultGateway(range));
}

/** Spans without overlaps and with the gateways, in the order of their texts: see `formatExcludeIPs` of kube-ovn's subnet.go. */
export function excluded(spans: readonly string[], gateways: readonly Address[]): string[] {
  const joined = joinSpans(spans.flatMap((value) => parseSpan(value) ?? []));
  const missing = gateways.filter(
    ({ family, number }) =>
      !joined.some((span) => span.family === family && span.first <= number && number <= span.last),
  );
  return [...joined.map(spanText), ...missing.map(addressText)].toSorted(byText);
}

/** Spans that share an address become one; those that only touch stay, as they do there. */
function joinSpans(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.toSorted((a, b) =>
    a.family === b.family ? (a.first < b.first ? -1 : Number(a.first > b.first)) : byText(a.family, b.family),
  );
  return sorted.reduce<readonly Span[]>((joined, span) => {
    const before = joined.at(-1);
    if (before === undefined || before.family !== span.family || before.last < span.first) {
      return [...joined, span];
    }
    return joined.with(-1, { ...before, last: before.last > span.last ? before.last : span.last });
  }, []);
}

function spanText({ family, first, last }: Span): string {
  const from = addressText({ family, number: first });
  return first === last ? from : `${from}..${addressText({ family, number: last })}`;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Where a subnet belongs. */
export interface SubnetPlace {
  readonly vpc: string;
  /** Of a subnet for further interfaces. */
  readonly attachment?: AttachmentName;
}

/** A Subnet, with every field that the controller or its types would add. */
export function renderSubnet(subnet: VpcSubnetArgs, { vpc, attachment }: SubnetPlace): Manifest {
  const { dhcp } = subnet;
  return {
    apiVersion: "kubeovn.io/v1",
    kind: "Subnet",
    metadata: { name: subnet.name },
    spec: defined({
      ...subnetAddresses(subnet),
      vpc,
      provider: attachment === undefined ? ownProvider : providerOf(attachment),
      // Written back even where they say nothing: the controller's types have no way to leave them out.
      default: false,
      gatewayNode: "",
      natOutgoing: false,
      private: subnet.private ?? false,
      enableLb: subnet.enableLb ?? true,
      gatewayType: vpc === defaultVpc ? "distributed" : undefined,
      namespaces: filled(subnet.namespaces),
      allowSubnets: filled(subnet.allowSubnets)?.map(normalRange),
      acls: filled(subnet.acls)?.map((acl) => ({ ...acl })),
      ...(dhcp === undefined
        ? {}
        : {
            enableDHCP: true,
            dhcpV4Options: dhcp.v4Options,
            dhcpV6Options: dhcp.v6Options,
            enableIPv6RA: dhcp.routerAdvertisements === true ? true : undefined,
            ipv6RAConfigs: dhcp.routerAdvertisementOptions,
          }),
      mtu: subnet.mtu,
      vips: filled(subnet.vips),
      enableEcmp: subnet.enableEcmp === true ? true : undefined,
      enableMulticastSnoop: subnet.enableMulticastSnoop === true ? true : undefined,
      routeTable: subnet.routeTable,
      vlan: subnet.vlan,
    }),
  };
}

function normalRange(value: string): string {
  return (parseRanges(value) ?? []).map(rangeText).join(",");
}
