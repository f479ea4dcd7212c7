import { defined } from "../manifests/defined";
import type { Json } from "../manifests/manifest";
import type { LabelSelectorArgs } from "../serving/settings/network";

/** A selector as Kubernetes writes it. */
export function renderSelector({ matchLabels, matchExpressions }: LabelSelectorArgs): Json {
  return defined({ matchLabels, matchExpressions: matchExpressions?.map((each) => defined({ ...each })) });
}
