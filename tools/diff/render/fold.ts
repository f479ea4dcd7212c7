import type { Change } from "../model";
import { shortType } from "../urn";

/** New resources of one kind, of which there is nothing to tell but their names. */
export interface Fold {
  readonly kind: string;
  readonly names: readonly string[];
}

/** As many of a kind and more are told in one row. */
const fewest = 3;

/** Puts new resources of the same kind into one row. What is replaced, deleted or updated is told one by one. */
export function foldCreates(changes: readonly Change[]): (Change | Fold)[] {
  const folds = new Map<string, Change[]>();
  for (const change of changes.filter(isFoldable)) {
    const kind = shortType(change.type);
    folds.set(kind, [...(folds.get(kind) ?? []), change]);
  }
  return changes.flatMap((change): (Change | Fold)[] => {
    const kind = shortType(change.type);
    const alike = isFoldable(change) ? (folds.get(kind) ?? []) : [];
    if (alike.length < fewest) {
      return [change];
    }
    return alike[0] === change
      ? [{ kind, names: alike.map(({ title }) => title.slice(kind.length + 1)) }]
      : [];
  });
}

export function isFold(row: Change | Fold): row is Fold {
  return "names" in row;
}

/** `12 ConfigMap: a, b, c and 9 more`, with as many names as fit into `limit` characters, but one at least. */
export function foldWords({ kind, names }: Fold, limit: number): string {
  const words = (count: number): string => {
    const more = names.length - count;
    return `${names.length} ${kind}: ${names.slice(0, count).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  };
  const counts = names.map((_, index) => names.length - index);
  return counts.map(words).find((text) => text.length <= limit) ?? words(1);
}

function isFoldable({ operation, properties, notes }: Change): boolean {
  return operation === "create" && properties.length === 0 && notes.length === 0;
}
