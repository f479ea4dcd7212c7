import { checkLabels, under, type Problem } from "../problems";
import { SelectorOperator, type LabelSelectorArgs } from "../serving/settings/network";

const comparing: readonly string[] = [SelectorOperator.In, SelectorOperator.NotIn];

/** What of a selector Kubernetes would refuse. */
export function checkSelector({ matchLabels, matchExpressions = [] }: LabelSelectorArgs = {}): Problem[] {
  return [
    ...checkLabels("matchLabels", matchLabels),
    ...matchExpressions.flatMap(({ key, operator, values = [] }, index) =>
      under(`matchExpressions[${index}]`, [
        ...checkLabels("", { [key]: "" }).map((problem) => ({ ...problem, path: "key" })),
        ...checkValues(operator, values),
      ]),
    ),
  ];
}

function checkValues(operator: SelectorOperator, values: readonly string[]): Problem[] {
  const compares = comparing.includes(operator);
  if (compares === values.length > 0) {
    return [];
  }
  const reason = compares
    ? `is required with the operator "${operator}": at least one value`
    : `has no meaning with the operator "${operator}"; remove it, or use "In" or "NotIn"`;
  return [{ path: "values", code: "KN9014", reason }];
}
