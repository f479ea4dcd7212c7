/** What carries requests from a gateway to services. */
export const IngressLayer = {
  /** Kourier, with one gateway of its own: small, and made for Knative alone. */
  Kourier: "kourier",
  /** Istio, with as many gateways as are asked for. */
  Istio: "istio",
} as const;
export type IngressLayer = (typeof IngressLayer)[keyof typeof IngressLayer];

/** Class that the ingresses of a layer carry (knative.dev/net-kourier and net-istio, pkg/reconciler/ingress). */
export const ingressClasses: Readonly<Record<IngressLayer, string>> = {
  kourier: "kourier.ingress.networking.knative.dev",
  istio: "istio.ingress.networking.knative.dev",
};
