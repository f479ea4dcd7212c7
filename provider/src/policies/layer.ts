import { Exposure } from "../gateway/gateway";
import { planIstioGateways } from "../istio/gateways.plan";
import { IngressLayer } from "../serving/ingress";
import type { ServingArgs } from "../serving/serving.args";
import { istioLayer } from "./roads.istio";
import { kourierLayer } from "./roads.kourier";
import type { Layer } from "./roads";

/** The ingress layer of an installation, as policies see it. */
export function layerOf({ ingress, gateways = [{}], istio }: ServingArgs): Layer {
  return ingress === IngressLayer.Istio
    ? istioLayer(planIstioGateways(gateways, istio), istio)
    : kourierLayer(gateways[0]?.exposure ?? Exposure.ClusterIP);
}
