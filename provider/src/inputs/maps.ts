import * as pulumi from "@pulumi/pulumi";

/** Texts by names, each of which may be known only later. */
export type Texts = Readonly<Record<string, pulumi.Input<string>>>;

/** Such a map of which even the names may be known only later. */
export type TextsInput = pulumi.Input<Texts> | undefined;

function isLate(map: TextsInput): map is Exclude<TextsInput, Texts | undefined> {
  return map instanceof Promise || pulumi.Output.isInstance(map);
}

/** The map as far as it is known now: empty where even its names aren't. */
export function knownTexts(map: TextsInput): Texts {
  return isLate(map) ? {} : (map ?? {});
}

/** What is made of a map: now, or once its names are known. */
export function fromTexts<T>(map: TextsInput, make: (known: Texts) => T): pulumi.Input<T> {
  return isLate(map)
    ? (pulumi.output<Texts>(map).apply((known) => make(known) as pulumi.Input<T>) as pulumi.Output<T>)
    : make(map ?? {});
}

/** A map that is let through once it is known, if `check` has nothing against it. One that is known was checked before. */
export function checkedTexts(map: TextsInput, check: (known: Texts) => void): TextsInput {
  return isLate(map)
    ? pulumi.output<Texts>(map).apply((known) => {
        check(known);
        return known;
      })
    : map;
}
