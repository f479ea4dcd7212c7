import { podPorts } from "../istio/gateways.parts";
import {
  gatewayNameLabel,
  localNameLabel,
  type IstioGateway,
  type IstioGateways,
} from "../istio/gateways.plan";
import type { IstioArgs } from "../istio/istio.args";
import { isInstalled, istioNamespace } from "../istio/istio.names";
import {
  commonRoads,
  inServing,
  jobs,
  programsWith,
  requestPorts,
  servingNamespace,
  type Layer,
  type Place,
  type Program,
  type Road,
} from "./roads";

/** A road of Istio, and the settings that it is there with. */
export interface IstioRoad extends Road {
  /** "install": Istio is installed here; "injection": Knative's programs have sidecars; "namespaces": services have. Default: always. */
  readonly when?: "install" | "injection" | "namespaces";
}

const { http, https, localHttp, localHttps } = podPorts;
const netIstioGateways = "net-istio config/202-gateway.yaml, 203-local-gateway.yaml";
const gatewayTemplate =
  "istio manifests/charts/istio-control/istio-discovery/files/gateway-injection-template.yaml";
const istiodService = "istio manifests/charts/istio-control/istio-discovery/templates/service.yaml";
const programs: readonly Place[] = [
  "activator",
  "autoscaler",
  "autoscaler-hpa",
  "controller",
  "webhook",
  "ingressControllers",
];

/** Roads of Istio alone. */
export const istioRoads: readonly IstioRoad[] = [
  {
    from: ["clients"],
    to: ["externalGateway"],
    ports: [http, https],
    why: "requests from outside, each gateway by its own exposure",
    source: netIstioGateways,
  },
  {
    from: ["pods"],
    to: ["localGateway"],
    ports: [localHttp, localHttps],
    why: "requests at cluster-local addresses",
    source: netIstioGateways,
  },
  {
    from: ["gateway"],
    to: ["localGateway"],
    ports: [localHttp, localHttps],
    why: "requests for a domain mapping are sent on to the service's cluster-local address",
    source: "serving pkg/reconciler/domainmapping/resources/ingress.go",
  },
  {
    from: ["ingressControllers"],
    to: ["externalGateway"],
    ports: [http, https],
    why: "each proxy is asked for a route before the service is reported ready",
    source: "net-istio pkg/reconciler/ingress/lister.go",
  },
  {
    from: ["ingressControllers"],
    to: ["localGateway"],
    ports: [localHttp, localHttps],
    why: "each proxy is asked for a route before the service is reported ready",
    source: "net-istio pkg/reconciler/ingress/lister.go",
  },
  {
    from: ["gateway"],
    to: ["istiod"],
    ports: [15012],
    why: "the proxies fetch their configuration and certificates (xDS)",
    source: gatewayTemplate,
  },
  {
    from: programs,
    to: ["istiod"],
    ports: [15012],
    why: "with `istio.mesh.injection`: so do the sidecars of Knative's programs",
    source: gatewayTemplate,
    when: "injection",
  },
  {
    from: ["mesh"],
    to: ["activator", "services"],
    ports: requestPorts,
    why: "with `istio.mesh.namespaces`: sidecars there send requests to services without a gateway between",
    source: "net-istio pkg/reconciler/ingress/resources/virtual_service.go",
    when: "namespaces",
  },
  {
    from: ["apiServer"],
    to: ["ingressControllers"],
    ports: [8443],
    why: "the API server asks net-istio's webhook",
    source: "net-istio config/500-webhook-deployment.yaml",
  },
  {
    from: ["prometheus"],
    to: ["gateway"],
    ports: [15020, 15090],
    why: "metrics of the proxies",
    source: gatewayTemplate,
  },
  {
    from: ["prometheus"],
    to: ["services"],
    ports: [15020],
    why: "with `istio.mesh.namespaces`: metrics of the sidecars",
    source: gatewayTemplate,
    when: "namespaces",
  },
  {
    from: ["pods"],
    to: ["istiod"],
    ports: [15010, 15012],
    why: "with `istio.install`: proxies anywhere fetch their configuration and certificates",
    source: istiodService,
    when: "install",
  },
  {
    from: ["apiServer"],
    to: ["istiod"],
    ports: [15017],
    why: "with `istio.install`: the API server asks for proxies to be injected and objects to be checked",
    source: istiodService,
    when: "install",
  },
  {
    from: ["prometheus"],
    to: ["istiod"],
    ports: [15014],
    why: "with `istio.install`: metrics of istiod",
    source: istiodService,
    when: "install",
  },
];

/** Istio with its gateways, each of which policies are made for by itself. */
export function istioLayer(gateways: IstioGateways, args: IstioArgs = {}): Layer {
  const home = istioNamespace(args);
  const namespaces = [...new Set(gateways.all.map(({ namespace }) => namespace))];
  const sidecars = args.mesh?.namespaces ?? [];
  const isThere: Readonly<Record<NonNullable<IstioRoad["when"]>, boolean>> = {
    install: isInstalled(args),
    injection: args.mesh?.injection === true,
    namespaces: sidecars.length > 0,
  };
  return {
    programs: programsWith({
      "net-istio-controller": inServing("net-istio-controller", "ingressControllers"),
      "net-istio-webhook": inServing("net-istio-webhook", "ingressControllers"),
      jobs,
      ...Object.fromEntries(
        gateways.all.map((gateway) => [`gateway-${gateway.name}`, programOf(gateway, gateways)]),
      ),
      ...(isThere.install ? { istiod: { ...istiodOf(home), places: ["istiod"], isFreeOut: true } } : {}),
    }),
    peers: {
      gateway: { namespaces, label: gatewayNameLabel },
      localGateway: { namespaces, label: localNameLabel },
      istiod: istiodOf(home),
      mesh: { namespaces: sidecars },
    },
    roads: [...istioRoads.filter(({ when }) => when === undefined || isThere[when]), ...commonRoads],
    // What else runs in Istio's namespace is not known here.
    closed: [servingNamespace, ...namespaces.filter((name) => name !== home)],
    system: [...new Set([servingNamespace, ...namespaces, home])],
  };
}

function programOf(
  { name, namespace, exposure, isLocal, args }: IstioGateway,
  { local }: IstioGateways,
): Program {
  const servesInside = local.some((gateway) => gateway.args === args);
  return {
    namespaces: [namespace],
    label: gatewayNameLabel,
    values: [name],
    places: [
      "gateway",
      // A gateway for the inside alone opens no port for the outside.
      ...(isLocal ? [] : (["externalGateway"] as const)),
      ...(servesInside ? (["localGateway"] as const) : []),
    ],
    exposure,
  };
}

function istiodOf(namespace: string) {
  return { namespaces: [namespace], label: "app", values: ["istiod"] } as const;
}
