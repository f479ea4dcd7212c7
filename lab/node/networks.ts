import ipaddr from "ipaddr.js";

/** A range of addresses that someone uses, with words that tell who. */
export interface Claim {
  readonly cidr: string;
  readonly owner: string;
}

/** A row of the kernel's routing table. */
export interface Route {
  readonly cidr: string;
  readonly device: string;
}

/** The part of what `os.networkInterfaces()` gives that is needed. */
export type Interfaces = Readonly<
  Record<string, readonly { readonly family: string; readonly cidr: string | null }[] | undefined>
>;

/** The IPv4 routes in the text of /proc/net/route: hexadecimal, the last byte of an address first. */
export function parseRoutes(table: string): Route[] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .filter((fields) => fields.length > 7)
    .map(([device = "", destination = "", , , , , , mask = ""]) => ({
      cidr: `${hexAddress(destination)}/${ipaddr.IPv4.parse(hexAddress(mask)).prefixLengthFromSubnetMask() ?? 32}`,
      device,
    }));
}

/** Whether two IPv4 ranges share an address. */
export function overlaps(left: string, right: string): boolean {
  const [leftAddress, leftBits] = ipaddr.IPv4.parseCIDR(left);
  const [rightAddress, rightBits] = ipaddr.IPv4.parseCIDR(right);
  return leftAddress.match(rightAddress, Math.min(leftBits, rightBits));
}

/** The address that many after the first of an IPv4 range. */
export function addressIn(cidr: string, offset: number): string {
  const bytes = ipaddr.IPv4.networkAddressFromCIDR(cidr).toByteArray();
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** What the host's routes and interfaces already use, without the default route and the interface left out. */
export function hostClaims(routes: readonly Route[], interfaces: Interfaces, leaveOut: string): Claim[] {
  const routed = routes
    .filter(({ cidr, device }) => !cidr.endsWith("/0") && device !== leaveOut)
    .map(({ cidr, device }) => ({ cidr, owner: `the host's route ${cidr} on ${device}` }));
  const addressed = Object.entries(interfaces)
    .filter(([name]) => name !== leaveOut)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ family }) => family === "IPv4")
        .map(({ cidr }) => ({
          cidr: cidr ?? "",
          owner: `the address ${cidr} of the host's interface ${name}`,
        })),
    );
  return [...routed, ...addressed].filter(({ cidr }) => ipaddr.IPv4.isValidCIDR(cidr));
}

/** One sentence for each of the lab's networks that meets something of the host's; empty if all is free. */
export function overlapProblems(
  networks: Readonly<Record<string, string>>,
  claims: readonly Claim[],
): string[] {
  return Object.entries(networks).flatMap(([name, cidr]) =>
    claims
      .filter((claim) => overlaps(cidr, claim.cidr))
      .map(({ owner }) => `the lab's ${name} network ${cidr} overlaps ${owner}`),
  );
}

function hexAddress(text: string): string {
  return [...Buffer.from(text, "hex")].reverse().join(".");
}
