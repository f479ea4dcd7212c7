import ipaddr from "ipaddr.js";

export type Family = "IPv4" | "IPv6";

/** A range of addresses, as the numbers of its first and last one. */
export interface Range {
  readonly family: Family;
  readonly prefix: number;
  /** The network's own address. */
  readonly first: bigint;
  /** The broadcast address of IPv4, or the last one of IPv6. */
  readonly last: bigint;
}

/** An address, as a number. */
export interface Address {
  readonly family: Family;
  readonly number: bigint;
}

const bitsOf = { IPv4: 32, IPv6: 128 } as const;

/** Ranges that nobody routes publicly, in which free ones are looked for, the roomiest first. */
export const privateRanges: Readonly<Record<Family, readonly string[]>> = {
  IPv4: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  IPv6: ["fd00::/8"],
};

/** Shared address space, RFC 6598: for providers, and what Alibaba Cloud keeps for itself (name servers, metadata, health checks). */
export const sharedSpace = "100.64.0.0/10";

/** The address that a text says, in its usual four-part or colon form, or undefined where it says none. */
export function parseAddress(text: string): Address | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && isPlainIPv6(text));
  return isAddress ? addressOf(ipaddr.parse(text)) : undefined;
}

/** The range that a text such as "10.0.0.0/16" says, host bits dropped, or undefined where it says none. */
export function parseRange(text: string): Range | undefined {
  const [head = "", tail = "", ...rest] = text.split("/");
  const address = parseAddress(head);
  const prefix = /^\d{1,3}$/.test(tail) ? Number(tail) : NaN;
  return address === undefined || rest.length > 0 || !(prefix <= bitsOf[address.family])
    ? undefined
    : rangeAt(address, prefix);
}

/** The ranges of a text that may say one of each family, as "10.0.0.0/16,fd00::/112"; undefined where one is none. */
export function parseRanges(text: string): readonly Range[] | undefined {
  const ranges = text.split(",").map(parseRange);
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

/** A range as it is written properly: the network's address, in its shortest form, and the length of the prefix. */
export function rangeText({ family, first, prefix }: Range): string {
  return `${addressText({ family, number: first })}/${prefix}`;
}

export function addressText({ family, number }: Address): string {
  const bytes = Array.from({ length: bitsOf[family] / 8 }, (_, index, at = bitsOf[family] / 8 - 1 - index) =>
    Number((number >> BigInt(8 * at)) & 255n),
  );
  const address = ipaddr.fromByteArray(bytes);
  return address.kind() === "ipv6" ? (address as ipaddr.IPv6).toRFC5952String() : address.toString();
}

export function holds(range: Range, { family, number }: Address): boolean {
  return range.family === family && range.first <= number && number <= range.last;
}

/** Whether a range holds the whole of another. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Range, b: Range): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The address that is so many after the network's own; undefined where the range ends before. */
export function addressAt(range: Range, offset: number): Address | undefined {
  const number = range.first + BigInt(offset);
  return number <= range.last ? { family: range.family, number } : undefined;
}

/** The gateway that Kube-OVN takes where none is said: the first after the network's own, or that one of a pair. */
export function defaultGateway(range: Range): Address {
  return { family: range.family, number: isPair(range) ? range.first : range.first + 1n };
}

/** Whether no host can have an address of a range: the network's own, and the broadcast address of IPv4. */
export function isReserved(range: Range, { number }: Address): boolean {
  return number === range.first || (range.family === "IPv4" && number === range.last);
}

/**
 * A private range of a size that overlaps none of those that are taken, or undefined where there is none. Each step passes
 * over at least one that is taken, so that it takes no longer than there are.
 */
export function freeRange(taken: readonly Range[], family: Family, prefix: number): Range | undefined {
  const pools = privateRanges[family].flatMap((text) => parseRange(text) ?? []);
  return pools
    .filter((pool) => pool.prefix <= prefix)
    .map((pool) => freeIn(pool, taken, prefix))
    .find((range) => range !== undefined);
}

/** The `index`th range of a size within a whole, counted from an address on; undefined where the whole ends before. */
export function partOf(whole: Range, prefix: number, index: number, start = whole.first): Range | undefined {
  if (prefix > bitsOf[whole.family]) {
    return undefined;
  }
  const size = 1n << BigInt(bitsOf[whole.family] - prefix);
  const first = start + BigInt(index) * size;
  const part: Range = { family: whole.family, prefix, first, last: first + size - 1n };
  return first % size === 0n && contains(whole, part) ? part : undefined;
}

/** An address or a span "a..b" of addresses, both ends included; undefined where the text is neither. */
export function parseSpan(text: string): Pick<Range, "family" | "first" | "last"> | undefined {
  const [from, to, ...rest] = text.split("..").map(parseAddress);
  const last = text.includes("..") ? to : from;
  return from === undefined || last === undefined || rest.length > 0 || from.family !== last.family
    ? undefined
    : { family: from.family, first: from.number, last: last.number };
}

function freeIn(pool: Range, taken: readonly Range[], prefix: number): Range | undefined {
  const size = 1n << BigInt(bitsOf[pool.family] - prefix);
  for (let first = pool.first; first + size - 1n <= pool.last;) {
    const candidate: Range = { family: pool.family, prefix, first, last: first + size - 1n };
    const inTheWay = taken.find((range) => overlaps(range, candidate));
    if (inTheWay === undefined) {
      return candidate;
    }
    first = (inTheWay.last / size + 1n) * size;
  }
  return undefined;
}

function rangeAt({ family, number }: Address, prefix: number): Range {
  const size = 1n << BigInt(bitsOf[family] - prefix);
  const first = (number / size) * size;
  return { family, prefix, first, last: first + size - 1n };
}

function addressOf(address: ipaddr.IPv4 | ipaddr.IPv6): Address {
  const number = address.toByteArray().reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  return { family: address.kind() === "ipv6" ? "IPv6" : "IPv4", number };
}

/** Zones belong to a node and IPv4 in disguise to the other family: neither is an address of a network. */
function isPlainIPv6(text: string): boolean {
  return ipaddr.IPv6.isValid(text) && !/[%.]/.test(text);
}

function isPair({ family, prefix }: Range): boolean {
  return prefix === bitsOf[family] - 1;
}
