import type { Exposure } from "../gateway/gateway";
import { commonRoads, inServing, jobs, programsWith, servingNamespace, type Layer, type Road } from "./roads";

export const kourierNamespace = "kourier-system";
/** The label of the gateway's pods. */
export const kourierGateway = { label: "app", values: ["3scale-kourier-gateway"] } as const;

const kourierPorts = "net-kourier pkg/reconciler/ingress/config/config.go";

/** Roads of Kourier alone. */
export const kourierRoads: readonly Road[] = [
  {
    from: ["clients"],
    to: ["gateway"],
    ports: [8080, 8443],
    why: "requests at the addresses for the outside",
    source: kourierPorts,
  },
  {
    from: ["pods"],
    to: ["gateway"],
    ports: [8081, 8444],
    why: "requests at cluster-local addresses",
    source: kourierPorts,
  },
  {
    from: ["gateway"],
    to: ["gateway"],
    ports: [8081, 8444],
    why: "requests for a domain mapping are sent on to the service's cluster-local address",
    source: "serving pkg/reconciler/domainmapping/resources/ingress.go",
  },
  {
    from: ["ingressControllers"],
    to: ["gateway"],
    ports: [8081, 8090, 8444, 9443],
    why: "each proxy is asked for a route before the service is reported ready",
    source: "net-kourier pkg/reconciler/ingress/lister.go",
  },
  {
    from: ["gateway"],
    to: ["ingressControllers"],
    ports: [18000],
    why: "the proxies fetch their configuration (xDS)",
    source: "net-kourier pkg/reconciler/ingress/controller.go",
  },
  {
    from: ["prometheus"],
    to: ["gateway"],
    ports: [9000],
    why: "metrics of Envoy",
    source: "net-kourier config/200-bootstrap.yaml",
  },
];

/** Kourier, whose one gateway serves both sides. */
export function kourierLayer(exposure: Exposure): Layer {
  return {
    programs: programsWith({
      "net-kourier-controller": inServing("net-kourier-controller", "ingressControllers"),
      jobs,
      gateway: { namespaces: [kourierNamespace], ...kourierGateway, places: ["gateway"], exposure },
    }),
    roads: [...kourierRoads, ...commonRoads],
    closed: [servingNamespace, kourierNamespace],
    system: [servingNamespace, kourierNamespace],
  };
}
