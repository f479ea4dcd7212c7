import * as cidr from "../addresses/cidr";

// The cloud's ranges are of IPv4 and are handed on as texts, so they are asked as texts here.

/** What can be said of a range in CIDR notation. */
export interface TextRange extends cidr.Range {
  /** The range as it is written properly: with its first address. */
  readonly text: string;
}

/** Reads a range; undefined where the text is none of IPv4. */
export function readRange(text: string): TextRange | undefined {
  const range = cidr.parseRange(text);
  return range?.family === "IPv4" ? { ...range, text: cidr.rangeText(range) } : undefined;
}

/** Whether two ranges share an address. Texts that are no ranges share none. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [readRange(a), readRange(b)];
  return left !== undefined && right !== undefined && cidr.overlaps(left, right);
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: string, inner: string): boolean {
  const [left, right] = [readRange(outer), readRange(inner)];
  return left !== undefined && right !== undefined && cidr.contains(left, right);
}

/** The `index`th range of a size within a whole, from `start` sixteenths of it on; undefined where it has no room for it. */
export function partOf(whole: string, prefix: number, index: number, start = 0): string | undefined {
  const outer = readRange(whole);
  if (outer === undefined) {
    return undefined;
  }
  const from = outer.first + ((outer.last - outer.first + 1n) * BigInt(start)) / 16n;
  const part = cidr.partOf(outer, prefix, index, from);
  return part && cidr.rangeText(part);
}

/** The private ranges, RFC 1918. */
export const privateRanges = cidr.privateRanges.IPv4;

/** A private range of a size that shares nothing with those taken; undefined where there is none. */
export function freeRange(prefix: number, taken: readonly string[]): string | undefined {
  const free = cidr.freeRange(
    taken.flatMap((text) => readRange(text) ?? []),
    "IPv4",
    prefix,
  );
  return free && cidr.rangeText(free);
}
