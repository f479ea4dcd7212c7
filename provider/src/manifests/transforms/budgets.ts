import { getAt, isKind, isObject, setAt, type Json, type ListTransform, type Manifest } from "../manifest";
import { leastPods } from "./scaling";

/** How many pods of a Deployment may be missing while nodes are drained, as numbers or percentages. */
export interface Budget {
  readonly enabled?: boolean;
  readonly maxUnavailable?: string;
  readonly minAvailable?: string;
}

/**
 * Gives every Deployment of two pods or more a disruption budget, and lets one pod at a time be evicted where nothing else is
 * said. Upstream's "80 % must stay" allows none at all of fewer than five, so a node with one could never be drained. Pods that
 * aren't ready may always be evicted: they serve nobody, and a crashing one would hold up the drain for good.
 */
export function setDisruptionBudgets(
  budgets: (deployment: string) => Budget | undefined = () => undefined,
): ListTransform {
  return (manifests) => {
    const deployments = manifests.filter((manifest) => isKind(manifest, "Deployment"));
    const covered = new Set<Manifest>();
    const kept = manifests.flatMap((manifest) => {
      if (!isKind(manifest, "PodDisruptionBudget")) {
        return [manifest];
      }
      const deployment = deployments.find((one) => covers(manifest, one));
      const budget = deployment && budgets(deployment.metadata.name);
      if (deployment !== undefined) {
        covered.add(deployment);
      }
      return budget?.enabled === false ? [] : [withNumbers(manifest, budget)];
    });
    const least = leastPods(manifests);
    const added = deployments
      .filter((deployment) => !covered.has(deployment))
      .flatMap((deployment) => {
        const { name, namespace = "" } = deployment.metadata;
        const budget = budgets(name);
        const several = (least.get(`${namespace}/${name}`) ?? 1) > 1;
        return (budget?.enabled ?? (several || numbersOf(budget) !== undefined))
          ? [withNumbers(budgetFor(deployment), budget)]
          : [];
      });
    return [...kept, ...added];
  };
}

/** Whether a budget's selector finds the pods of a Deployment. */
function covers(budget: Manifest, deployment: Manifest): boolean {
  const selected = getAt(budget, ["spec", "selector", "matchLabels"]);
  const labels = getAt(deployment, ["spec", "template", "metadata", "labels"]);
  return (
    budget.metadata.namespace === deployment.metadata.namespace &&
    isObject(selected) &&
    isObject(labels) &&
    Object.entries(selected).every(([key, value]) => labels[key] === value)
  );
}

function budgetFor({ metadata: { name, namespace, labels }, spec }: Manifest): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: `${name}-pdb`, namespace, ...(labels === undefined ? {} : { labels }) },
    spec: { selector: getAt(spec, ["selector"]) },
  };
}

function withNumbers(manifest: Manifest, budget: Budget | undefined): Manifest {
  const own = getAt(manifest, ["spec", "maxUnavailable"]) === undefined ? { maxUnavailable: 1 } : {};
  const numbers = numbersOf(budget) ?? own;
  const fields = {
    ...(Object.keys(numbers).length === 0 ? {} : { minAvailable: undefined, maxUnavailable: undefined }),
    ...numbers,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
  return Object.entries(fields).reduce(
    (changed, [field, value]) => setAt(changed, ["spec", field], value),
    manifest,
  );
}

function numbersOf({ maxUnavailable, minAvailable }: Budget = {}):
  Readonly<Record<string, Json>> | undefined {
  if (maxUnavailable !== undefined) {
    return { maxUnavailable: numberOrPercentage(maxUnavailable) };
  }
  return minAvailable === undefined ? undefined : { minAvailable: numberOrPercentage(minAvailable) };
}

function numberOrPercentage(text: string): number | string {
  return text.endsWith("%") ? text : Number(text);
}
