import type { ProblemKind } from "./kind";

/** Problems of the network layer for the Gateway API. */
export const gatewayApiProblems = {
  KN6101: {
    title: "more gateways than the Gateway API's layer serves by",
    help: 'net-gateway-api knows one gateway for requests from outside and one for those from inside, and refuses a configuration with more. For several gateways use ingress "istio".',
  },
  KN6102: {
    title: "gateway for the inside missing",
    help: "Requests from inside the cluster need a gateway of their own: at the one for the outside, services that are to stay inside would answer everybody who names them. Add a gateway with local: true, whose class or annotations keep it inside.",
  },
  KN6103: {
    title: "ports that Knative can't ask at",
    help: "Without a Service, Knative asks the gateway for a new route at port 80 of the first address that it tells. Keep the default ports, or name the Service in front of the proxies in gatewayApi.service.",
  },
  KN6104: {
    title: "no redirect with the Gateway API",
    help: "net-gateway-api doesn't redirect HTTP to HTTPS: services would go on to answer by both. Redirect before the gateway, or leave HTTP open.",
  },
  KN6105: {
    title: "feature of another name",
    help: "The name is near one that Knative knows, and an unknown one has no effect. Write it as the message says.",
  },
  KN6106: {
    title: "newer release needed",
    help: "The property came with a later release of net-gateway-api than the one that is to be installed, which would pass it over.",
  },
  KN6107: {
    title: "no Gateway API in the cluster",
    help: "The cluster doesn't serve the definitions that net-gateway-api needs: Gateway and HTTPRoute in v1, ReferenceGrant in v1beta1. Install the standard channel of the Gateway API, or the implementation that brings it.",
  },
  KN6108: {
    title: "class of gateways not found",
    help: "No GatewayClass of that name is in the cluster, so nobody would serve the gateway. The message lists those that are there.",
  },
  KN6109: {
    title: "class of gateways not accepted",
    help: "A warning: the GatewayClass is there, and no controller says that it serves it. Until one does, gateways get no address.",
  },
} as const satisfies Record<string, ProblemKind>;
