import { commonRoads, inServing, jobs, programsWith, servingNamespace, type Layer } from "./roads";

/**
 * The layer for the Gateway API, as far as it is known: its controllers. Where the proxies are is the implementation's affair, so
 * there are no policies with this layer; what is here tells which namespaces are no namespaces of applications.
 */
export function gatewayApiLayer(namespaces: readonly string[]): Layer {
  return {
    programs: programsWith({
      "net-gateway-api-controller": inServing("net-gateway-api-controller", "ingressControllers"),
      "net-gateway-api-webhook": inServing("net-gateway-api-webhook", "ingressControllers"),
      jobs,
    }),
    peers: { gateway: { namespaces } },
    roads: commonRoads,
    closed: [servingNamespace],
    system: [...new Set([servingNamespace, ...namespaces])],
  };
}
