import { isContainer, SECRET, SECRET_TEXT, UNKNOWN, type Value } from "./encoding";

/** What is shown for a value that is not known before the update. */
export const UNKNOWN_TEXT = "known after up";

/** Characters that are kept before and after the part that differs, at least. */
const context = 8;
const ellipsis = "…";

/** Texts for an old and a new value; undefined where there is none. */
export interface PairText {
  readonly old?: string;
  readonly new?: string;
}

/** A value as JSON, on one line; secrets and unknown values by name. */
export function formatValue(value: Value): string {
  if (value === SECRET) {
    return SECRET_TEXT;
  }
  if (value === UNKNOWN) {
    return UNKNOWN_TEXT;
  }
  return JSON.stringify(plainValue(value));
}

/** A value as plain JSON, with `[secret]` and `known after up` in the places of those. */
export function plainValue(value: Value): unknown {
  if (value === SECRET) {
    return SECRET_TEXT;
  }
  if (value === UNKNOWN) {
    return UNKNOWN_TEXT;
  }
  if (!isContainer(value)) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(plainValue)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

/**
 * Texts for an old and a new value that fit into `limit` characters each and still differ: of long ones, the part that
 * differs with a little around it; of texts of many lines, the lines that differ.
 */
export function formatPair(
  before: Value | undefined,
  after: Value | undefined,
  limit = Number.POSITIVE_INFINITY,
): PairText {
  if (before === undefined || after === undefined) {
    return {
      old: before === undefined ? undefined : cutMiddle(formatValue(before), limit),
      new: after === undefined ? undefined : cutMiddle(formatValue(after), limit),
    };
  }
  const [old, wanted] =
    typeof before === "string" && typeof after === "string"
      ? shortenTexts(before, after, limit)
      : shortenPair(formatValue(before), formatValue(after), limit);
  return { old, new: wanted };
}

/** Shortens what is between the quotes; of texts of many lines, only those that differ are shown. */
function shortenTexts(before: string, after: string, limit: number): [string, string] {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)];
  if (a.length <= limit && b.length <= limit) {
    return [a, b];
  }
  const [prefix, first, second] = /\n/.test(before + after)
    ? differingLines(before, after)
    : ["", before, after];
  const inner = (text: string): string => JSON.stringify(text).slice(1, -1);
  const [old, wanted] = shortenPair(inner(first), inner(second), limit - prefix.length - 2);
  return [`${prefix}"${old}"`, `${prefix}"${wanted}"`];
}

/** Shortens two texts to what differs in them. Both come out different if they went in so, given 24 characters or more. */
export function shortenPair(before: string, after: string, limit: number): [string, string] {
  if (before.length <= limit && after.length <= limit) {
    return [before, after];
  }
  const [a, b] = [Array.from(before), Array.from(after)];
  const { prefix, suffix } = commonEnds(a, b);
  const spare = limit - 2 * ellipsis.length - (Math.max(a.length, b.length) - prefix - suffix);
  const behind = Math.min(suffix, Math.max(context, Math.floor(spare / 3)));
  const ahead = Math.min(prefix, Math.max(context, spare - behind));
  const window = (text: readonly string[]): string => {
    const [start, end] = [prefix - ahead, text.length - suffix + behind];
    const [head, tail] = [start > 0 ? ellipsis : "", end < text.length ? ellipsis : ""];
    return head + cutMiddle(text.slice(start, end).join(""), limit - head.length - tail.length) + tail;
  };
  return [window(a), window(b)];
}

/** Takes the middle out of a text that is too long; the beginning is what tells more. */
export function cutMiddle(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) {
    return text;
  }
  const tail = Math.floor((limit - 1) / 3);
  const head = limit - 1 - tail;
  return [
    ...characters.slice(0, head),
    ellipsis,
    ...characters.slice(tail === 0 ? characters.length : -tail),
  ].join("");
}

/** The number of the first line that differs, and the lines that differ in each text. */
function differingLines(before: string, after: string): readonly [string, string, string] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const { prefix, suffix } = commonEnds(a, b);
  const part = (lines: readonly string[]): string => lines.slice(prefix, lines.length - suffix).join("\n");
  return [`line ${prefix + 1}: `, part(a), part(b)];
}

/** How many items two lists have in common at their beginnings and, of the rest, at their ends. */
function commonEnds(a: readonly string[], b: readonly string[]): { prefix: number; suffix: number } {
  const shorter = Math.min(a.length, b.length);
  const prefix = countWhile(shorter, (index) => a[index] === b[index]);
  return { prefix, suffix: countWhile(shorter - prefix, (index) => a.at(-1 - index) === b.at(-1 - index)) };
}

function countWhile(limit: number, holds: (index: number) => boolean): number {
  let count = 0;
  while (count < limit && holds(count)) {
    count += 1;
  }
  return count;
}
