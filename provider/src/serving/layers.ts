import type { GatewayLayer } from "../gateway/layer";
import { istio } from "../istio/layer";
import { kourier } from "../kourier/layer";
import { IngressLayer } from "./ingress";
import type { ServingArgs } from "./serving.args";

/** All ingress layers. What differs between them is asked of these, and branched on nowhere else. */
export const ingressLayers: Readonly<Record<IngressLayer, GatewayLayer>> = { kourier, istio };

/** The ingress layer of an installation. */
export function layerOf({ ingress = IngressLayer.Kourier }: Pick<ServingArgs, "ingress">): GatewayLayer {
  return ingressLayers[ingress];
}
