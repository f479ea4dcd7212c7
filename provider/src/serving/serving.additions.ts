import type { Manifest } from "../manifests/manifest";
import { renderMonitoring } from "../monitoring/monitoring.render";
import { monitoredIstio } from "../monitoring/monitors";
import { restartOnObservability } from "../monitoring/restart";
import { layerOf } from "../policies/layer";
import { renderNetworkPolicies } from "../policies/policies.render";
import { istioSide, renderIstioGateways } from "../istio/gateways.render";
import { renderMesh } from "../istio/mesh.render";
import { workloadOf } from "../pods/workload.check";
import { runAsPlanned } from "../pods/workload.render";
import type { Problem } from "../problems";
import type { ServingPlan } from "./serving.plan";
import { planGatewayWorkload } from "./workloads.plan";

/** The objects of an installation with those that upstream has not: policies and monitors, where they are asked for. */
export function withAdditions(
  plan: ServingPlan,
  manifests: readonly Manifest[],
): { readonly manifests: readonly Manifest[]; readonly problems: readonly Problem[] } {
  const { args, istio } = plan;
  const monitoring = renderMonitoring(args.monitoring, manifests, istio && monitoredIstio(istio, args.istio));
  const policies = renderNetworkPolicies(args.networkPolicies, layerOf(args));
  return {
    manifests: [
      ...restartOnObservability(manifests),
      ...istioGateways(plan),
      ...policies,
      ...monitoring.manifests,
    ],
    problems: monitoring.problems,
  };
}

/** Istio's gateways, run as profile and settings say. Their image is the injector's to name. */
function istioGateways({ args, istio }: ServingPlan): readonly Manifest[] {
  if (istio === undefined) {
    return [];
  }
  const planned = new Map(
    istio.all.map((gateway) => [gateway.objectName, planGatewayWorkload(args, workloadOf(gateway.args))]),
  );
  return [
    ...runAsPlanned(planned)(renderIstioGateways(istio, istioSide(args.istio, args.images))),
    ...renderMesh(args.istio),
  ];
}
