import type { GatewayLayer } from "../gateway/layer";
import { gatewayApi } from "../gatewayApi/layer";
import { istio } from "../istio/layer";
import { kourier } from "../kourier/layer";
import { IngressLayer } from "./ingress";
import type { ServingArgs } from "./serving.args";

/** All ingress layers. What differs between them is asked of these, and branched on nowhere else. */
export const ingressLayers: Readonly<Record<IngressLayer, GatewayLayer>> = {
  kourier,
  istio,
  "gateway-api": gatewayApi,
};

/** The ingress layer of an installation. */
export function layerOf({ ingress = IngressLayer.Kourier }: Pick<ServingArgs, "ingress">): GatewayLayer {
  return ingressLayers[ingress];
}
