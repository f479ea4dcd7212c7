import type { Manifest } from "../../provider/src/manifests/manifest";

/**
 * What Kube-OVN's controller writes into specs, played: the steps of formatSubnet and formatVpc of kube-ovn 1.16
 * (pkg/controller/subnet.go, vpc.go), told apart from how this package writes them, by plain texts and numbers.
 */
export function written({ kind, spec }: Manifest): Readonly<Record<string, unknown>> {
  const fields = spec as Readonly<Record<string, unknown>>;
  return kind === "Subnet" ? writtenSubnet(fields) : kind === "Vpc" ? writtenVpc(fields) : fields;
}

type Fields = Readonly<Record<string, unknown>>;

function writtenSubnet(spec: Fields): Fields {
  const said = spec as { readonly cidrBlock: string; readonly gateway?: string; readonly provider?: string };
  const cidrs = said.cidrBlock.split(",").map(maskedCidr);
  const gateways = said.gateway === undefined ? cidrs.map(firstHost) : said.gateway.split(",");
  const provider = said.provider ?? "ovn";
  const isOvn = provider === "ovn" || provider.endsWith(".ovn");
  const vpc = spec["vpc"] ?? (isOvn ? "ovn-cluster" : undefined);
  return {
    // Go's zero values of fields that its types always write.
    default: false,
    gatewayNode: "",
    natOutgoing: false,
    private: false,
    ...(vpc === "ovn-cluster" ? { gatewayType: "distributed" } : {}),
    enableLb: true,
    ...spec,
    provider,
    vpc,
    cidrBlock: cidrs.join(","),
    gateway: gateways.join(","),
    excludeIps: excluded((spec["excludeIps"] as string[] | undefined) ?? [], gateways.toSorted()),
    protocol: cidrs.length === 2 ? "Dual" : cidrs[0]?.includes(":") === true ? "IPv6" : "IPv4",
  };
}

function writtenVpc(spec: Fields): Fields {
  const routes = spec["staticRoutes"] as readonly Fields[] | undefined;
  const policies = spec["policyRoutes"] as readonly Fields[] | undefined;
  const written = {
    staticRoutes: routes?.map((route) => ({
      ecmpMode: "",
      bfdId: "",
      routeTable: "",
      ...route,
      policy: route["policy"] ?? "policyDst",
    })),
    policyRoutes: policies?.map((route) =>
      Object.fromEntries(
        Object.entries(route).filter(
          ([key, value]) => value !== 0 && (key !== "nextHopIP" || route["action"] === "reroute"),
        ),
      ),
    ),
  };
  const known = Object.entries(written).filter(([, value]) => value !== undefined);
  return { ...spec, ...Object.fromEntries(known) };
}

/** Every list as it is, with spans that meet joined one by one until none do, and the gateways added. */
function excluded(spans: readonly string[], gateways: readonly string[]): string[] {
  const joined = joinAll(
    spans.map((span) => span.split("..")).map(([a = "", b = a]) => [toNumber(a), toNumber(b)]),
  );
  const texts = joined.map(([a, b]) => (a === b ? ownText(a) : `${ownText(a)}..${ownText(b)}`));
  const missing = gateways.filter(
    (gateway) => !joined.some(([a, b]) => a <= toNumber(gateway) && toNumber(gateway) <= b),
  );
  return [...texts, ...missing].toSorted();
}

/** Addresses of IPv6 are all beyond those of IPv4 here. */
const ownText = (number: bigint) => toText(number, number >= 1n << 32n);

type Pair = readonly [bigint, bigint];

function joinAll(pairs: readonly Pair[]): readonly Pair[] {
  for (const [i, [a, b]] of pairs.entries()) {
    const j = pairs.findIndex(([c, d], at) => at !== i && a <= d && c <= b);
    const other = pairs[j];
    if (other !== undefined) {
      const [c, d] = other;
      return joinAll([...pairs.filter((_, at) => at !== i && at !== j), [a < c ? a : c, b > d ? b : d]]);
    }
  }
  return pairs;
}

function maskedCidr(cidr: string): string {
  const [address = "", prefix = ""] = cidr.split("/");
  const size = 1n << BigInt((address.includes(":") ? 128 : 32) - Number(prefix));
  return `${toText((toNumber(address) / size) * size, address.includes(":"))}/${prefix}`;
}

function firstHost(cidr: string): string {
  const [address = ""] = cidr.split("/");
  return toText(toNumber(address) + 1n, address.includes(":"));
}

function toNumber(address: string): bigint {
  if (!address.includes(":")) {
    return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter((part) => part !== "");
  const right = (tail ?? "").split(":").filter((part) => part !== "");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

function toText(number: bigint, v6: boolean): string {
  const parts = Array.from({ length: v6 ? 8 : 4 }, (_, index) =>
    v6 ? (number >> BigInt(16 * (7 - index))) & 65535n : (number >> BigInt(8 * (3 - index))) & 255n,
  );
  return v6
    ? new URL(`http://[${parts.map((part) => part.toString(16)).join(":")}]`).hostname.slice(1, -1)
    : parts.join(".");
}
