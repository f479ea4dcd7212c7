import type { Pod } from "../facts";

type Labels = Readonly<Record<string, string>>;

/** Whether labels are those of a Gateway's selector. One that is empty fits nothing here: Istio would take it for all pods. */
export function fits(selector: Labels, labels: Labels | undefined): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

/** As kubectl takes it after `-l`. */
export function labelsText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** Labels that come with each revision of a workload, and tell nothing of what it is. */
const passing = ["pod-template-hash", "controller-revision-hash", "pod-template-generation"];
/** Lists of labels that a sentence can hold. */
const mostLists = 5;

/** What the pods of a namespace carry instead, for those who wrote the selector. */
export function labelsFound(pods: readonly Pod[], namespace: string | undefined): string {
  const lists = pods
    .filter(({ metadata }) => metadata.namespace === namespace && metadata.deletionTimestamp === undefined)
    .map(({ metadata: { labels = {} } }) => {
      const lasting = Object.entries(labels).filter(([key]) => !passing.includes(key));
      return labelsText(Object.fromEntries(lasting)) || "no labels";
    });
  const each = [...new Set(lists)].toSorted();
  const more = each.length > mostLists ? `, and ${each.length - mostLists} more` : "";
  return each.length === 0
    ? `there are no pods in ${namespace}`
    : `pods in ${namespace} carry ${each.slice(0, mostLists).join("; ")}${more}`;
}
