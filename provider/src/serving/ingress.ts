/** What carries requests from a gateway to services. */
export const IngressLayer = {
  /** Kourier, with one gateway of its own: small, and made for Knative alone. */
  Kourier: "kourier",
  /** Istio, with as many gateways as are asked for. */
  Istio: "istio",
  /** Any implementation of the Gateway API that the cluster has, with one gateway for the outside and one for the inside. */
  GatewayApi: "gateway-api",
} as const;
export type IngressLayer = (typeof IngressLayer)[keyof typeof IngressLayer];
