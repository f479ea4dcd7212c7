import { distance } from "fastest-levenshtein";

/** ` (did you mean "x"?)` where a known name is near enough to be what was meant, else an empty text. */
export function didYouMean(got: string, known: readonly string[]): string {
  const match = nearest(got, known);
  return match === undefined ? "" : ` (did you mean "${match}"?)`;
}

/**
 * The known name that is nearest to what was written, or undefined where none is near. Near: but for case and
 * separators, apart by two letters (one in short names) or a third of all.
 */
export function nearest(got: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, apart: distance(plain(name), plain(got)) }))
    .toSorted((a, b) => a.apart - b.apart);
  const best = ranked[0];
  return best !== undefined && got !== "" && best.apart <= allowed(best.name) ? best.name : undefined;
}

function allowed(name: string): number {
  return Math.max(name.length > 3 ? 2 : 1, Math.floor(name.length / 3));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}
