import type { LabelSelectorArgs, SelectorRequirementArgs } from "../serving/settings/network";
import { gatewayEntries, type GatewayEntry, type IstioGateways } from "./gateways.plan";

type Labels = Readonly<Record<string, unknown>>;

/** Whether labels are those that a selector describes, by the rules of Kubernetes. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelectorArgs,
  labels: Labels,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((condition) => holds(condition, labels))
  );
}

function holds({ key, operator, values = [] }: SelectorRequirementArgs, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return typeof value === "string" && values.includes(value);
    case "NotIn":
      return typeof value !== "string" || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** What net-istio chooses of a list for labels: all whose selector fits, and only where there is none those without a selector. */
export function chosenEntries(entries: readonly GatewayEntry[], labels: Labels): readonly GatewayEntry[] {
  const fitting = entries.filter(
    ({ labelSelector }) => labelSelector !== undefined && selects(labelSelector, labels),
  );
  return fitting.length > 0 ? fitting : entries.filter(({ labelSelector }) => labelSelector === undefined);
}

/** Names of the gateways for requests from outside that serve a service with these labels. */
export function servingGateways(gateways: IstioGateways, labels: Labels): readonly string[] {
  const chosen = chosenEntries(gatewayEntries(gateways).external, labels);
  const names = new Set(chosen.map(({ name, namespace }) => `${namespace}/${name}`));
  return gateways.external
    .filter(({ namespace, objectName }) => names.has(`${namespace}/${objectName}`))
    .map(({ name }) => name);
}
