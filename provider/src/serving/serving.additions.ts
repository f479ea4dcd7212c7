import type { Manifest } from "../manifests/manifest";
import { renderMonitoring } from "../monitoring/monitoring.render";
import { restartOnObservability } from "../monitoring/restart";
import { renderNetworkPolicies } from "../policies/policies.render";
import type { Problem } from "../problems";
import type { ServingPlan } from "./serving.plan";

/** The objects of an installation with those that upstream has not: gateways of one's own, policies, and monitors. */
export function withAdditions(
  { args, layer }: ServingPlan,
  manifests: readonly Manifest[],
): { readonly manifests: readonly Manifest[]; readonly problems: readonly Problem[] } {
  const monitoring = renderMonitoring(args.monitoring, manifests, layer.monitored(args));
  const policies = renderNetworkPolicies(args.networkPolicies, layer.roads(args));
  return {
    manifests: [
      ...restartOnObservability(manifests),
      ...layer.add(args),
      ...policies,
      ...monitoring.manifests,
    ],
    problems: monitoring.problems,
  };
}
