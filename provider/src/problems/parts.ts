import type { Resource } from "@pulumi/pulumi";
import { refuse, under, type Problem } from "./problem";

interface Place {
  readonly whole: string;
  readonly prefix: string;
}

// Fields of a component's class would become outputs in the schema.
const wholes = new WeakMap<
  Resource,
  { readonly name: string; readonly prefixes: Readonly<Record<string, string>> }
>();
const places = new WeakMap<Resource, Place>();

/**
 * Announces under which of its properties a component makes parts of which kind, for problems that only the cluster tells. What is a
 * part itself has taken its place before.
 */
export function announceParts(
  whole: Resource,
  name: string,
  prefixes: Readonly<Record<string, string>>,
): void {
  const place = places.get(whole);
  wholes.set(
    whole,
    place === undefined
      ? { name, prefixes }
      : { name: place.whole, prefixes: mapped(prefixes, (prefix) => `${place.prefix}.${prefix}`) },
  );
}

function mapped(texts: Readonly<Record<string, string>>, change: (text: string) => string) {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));
}

/** Remembers the place that a component has in the one that makes it, if that one has announced it. */
export function takePlace(part: Resource, kind: string, parent: Resource | undefined): void {
  const whole = parent && wholes.get(parent);
  const prefix = whole?.prefixes[kind];
  if (whole !== undefined && prefix !== undefined) {
    places.set(part, { whole: whole.name, prefix });
  }
}

/** Refuses a component's inputs by the paths that they have for the user: in the whole, where it is a part. */
export function refuseInPlace(part: Resource, kind: string, problems: readonly Problem[]): void {
  const place = places.get(part);
  refuse(place?.whole ?? kind, place === undefined ? problems : under(place.prefix, problems));
}
