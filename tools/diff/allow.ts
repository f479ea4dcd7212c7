/** Names and patterns of what may be replaced or deleted. */
export interface Allowances {
  readonly replace: readonly string[];
  readonly delete: readonly string[];
}

/** What a pattern is held against. */
export interface Named {
  readonly urn: string;
  readonly name: string;
}

/**
 * Whether a pattern means a resource: its logical name, its URN, or either with `*` for any characters and `?` for one.
 * Names hold slashes, colons and brackets, which file globs read as something else: these are no file globs.
 */
export function matches(pattern: string, { urn, name }: Named): boolean {
  if (pattern === urn || pattern === name) {
    return true;
  }
  const source = pattern
    .replace(/[\\^$+.()|[\]{}]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, "su");
  return expression.test(name) || expression.test(urn);
}
