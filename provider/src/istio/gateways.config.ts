import { stringify } from "yaml";
import { gatewayEntries, type IstioGateways } from "./gateways.plan";

/**
 * The data of config-istio. Lists are written even where they are empty: a key that is missing would mean upstream's own
 * gateways (knative.dev/net-istio pkg/reconciler/ingress/config/istio.go).
 */
export function istioConfig(gateways: IstioGateways): Record<string, string> {
  const { external, local } = gatewayEntries(gateways);
  return { "external-gateways": stringify(external), "local-gateways": stringify(local) };
}
