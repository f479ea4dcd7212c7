import { networkControllers, servingNamespace } from "../diagnose/controllers";
import { named, type InstallationFacts, type KubeService } from "../diagnose/facts";
import { gatewayNamespace } from "../diagnose/gateway";
import { configuredApi, placeText } from "../diagnose/gatewayApi/configured";
import { apiGatewayOf } from "../diagnose/gatewayApi/gateways";
import { installedClass } from "../diagnose/ingress";
import { chosenGateways, configuredGateways, serviceOf } from "../diagnose/istio/configured";
import type { View } from "../diagnose/view";
import type { Problem } from "../problems";
import { istio } from "../istio/layer";
import { kourier } from "../kourier/layer";
import { ingressLayers } from "../serving/layers";

/** One way to a gateway: an address and a port under which it takes requests. */
export interface Road {
  readonly address: string;
  readonly port: number;
  /** The gateway's Kubernetes Service, or its Gateway of the Gateway API, as `namespace/name`. */
  readonly gateway: string;
}

/** What is put under load: always a gateway of the installation, never an address that somebody gives. */
export interface Target {
  readonly namespace: string;
  readonly service: string;
  /** Where requests go. */
  readonly road: Road;
  /** The URL that Knative tells; its host goes into the Host header. */
  readonly url: string;
}

/** What the user says of the target. */
export interface TargetOptions {
  /** Address, or address:port, of the gateway. Default: the first that the cluster tells. */
  readonly gateway?: string;
  /** Tag of a traffic target whose URL is meant. Default: the service's own URL. */
  readonly tag?: string;
}

type Finding = { readonly target: Target } | { readonly problems: readonly Problem[] };

/** Finds the way from here to the service, from what the cluster says of its own gateways. */
export function targetOf(view: View, { gateway, tag }: TargetOptions): Finding {
  const url = urlOf(view, tag);
  if (url === undefined) {
    const tags = (view.service?.status?.traffic ?? []).flatMap((target) => target.tag ?? []);
    const reason = `no traffic of the service has the tag "${tag}"; it has ${tags.join(", ") || "none"}`;
    return { problems: [{ path: "--tag", code: "KN9703", reason }] };
  }
  const roads = roadsOf(view, url);
  const road = gateway === undefined ? roads[0] : roads.find((known) => isMeant(known, gateway));
  if (road === undefined) {
    return { problems: [gateway === undefined ? noRoad(view, url) : outside(gateway, roads)] };
  }
  return { target: { namespace: view.namespace, service: view.name, road, url } };
}

function urlOf({ service }: View, tag: string | undefined): string | undefined {
  return tag === undefined
    ? service?.status?.url
    : service?.status?.traffic?.find((target) => target.tag === tag)?.url;
}

function isMeant({ address, port }: Road, wanted: string): boolean {
  return wanted === address || wanted === hostAndPort(address, port);
}

/** `address:port`, with brackets around IPv6. */
export function hostAndPort(address: string, port: number): string {
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

function outside(wanted: string, roads: readonly Road[]): Problem {
  const known = [...new Set(roads.map(({ address, port }) => hostAndPort(address, port)))].join(", ");
  const reason = `${JSON.stringify(wanted)} is no address of the service's gateway, and nothing else is put under load; the cluster tells ${known || "none"}`;
  return { path: "--gateway", code: "KN9702", reason };
}

function noRoad({ installation }: View, url: string): Problem {
  const layer = installedClass(installation);
  const isKnown = Object.values(ingressLayers).some(({ ingressClass }) => ingressClass === layer);
  const reason = isKnown
    ? `the gateway of ${url} has no Service or Gateway with an address and a port for it: see pulumi-knative diagnose`
    : `the gateways of network layer ${networkControllers[layer] ?? layer} are not known here, only those of Kourier, Istio and the Gateway API`;
  return { path: "", code: "KN9703", reason };
}

/** All ways to the gateways that serve a URL of the service, those from outside the cluster first. */
function roadsOf(view: View, url: string): readonly Road[] {
  const { protocol, hostname } = new URL(url);
  const isLocal = /\.svc(\.|$)/.test(hostname);
  const kind = isLocal ? "local" : "external";
  if (view.installation.gatewayApi !== undefined) {
    return apiRoads(view.installation, kind, protocol);
  }
  const services = isLocal ? localGateways(view) : externalGateways(view);
  return services.flatMap((service) => roadsBy(service, protocol, view.installation.nodes));
}

function externalGateways(view: View): readonly KubeService[] {
  const { installation } = view;
  return isIstio(installation) ? istioGateways(view, "external") : kourierService(installation, "kourier");
}

function localGateways(view: View): readonly KubeService[] {
  const { installation } = view;
  return isIstio(installation)
    ? istioGateways(view, "local")
    : kourierService(installation, "kourier-internal");
}

function isIstio(installation: InstallationFacts): boolean {
  return installedClass(installation) === istio.ingressClass && installation.istio !== undefined;
}

function kourierService(installation: InstallationFacts, name: string): readonly KubeService[] {
  const controller = networkControllers[kourier.ingressClass];
  const isThere =
    installedClass(installation) === kourier.ingressClass &&
    named(installation.deployments, controller, servingNamespace) !== undefined;
  const service = isThere ? named(installation.services, name, gatewayNamespace(installation)) : undefined;
  return service === undefined ? [] : [service];
}

function istioGateways(view: View, kind: "external" | "local"): readonly KubeService[] {
  const { installation, service, ingress } = view;
  const chosen = chosenGateways(configuredGateways(installation.configMaps), service, ingress);
  return chosen[kind].flatMap((entry) => {
    const { name, namespace } = serviceOf(entry);
    return named(installation.services, name, namespace) ?? [];
  });
}

/** By the addresses that a Gateway tells, where it listens; and by the Service before its proxies, where that is known. */
function apiRoads(
  installation: InstallationFacts,
  kind: "external" | "local",
  protocol: string,
): readonly Road[] {
  return configuredApi(installation.configMaps)[kind].flatMap((entry) => {
    const { spec, status } = apiGatewayOf(installation, entry) ?? {};
    const wanted = protocol === "https:" ? "HTTPS" : "HTTP";
    const port = (spec?.listeners ?? []).find((listener) => listener.protocol === wanted)?.port;
    const addresses = (status?.addresses ?? []).flatMap(({ value }) => value ?? []);
    const gateway = placeText(entry.gateway);
    const { service: place } = entry;
    const service = place && named(installation.services, place.name, place.namespace);
    return [
      ...(port === undefined ? [] : addresses.map((address) => ({ address, port, gateway }))),
      ...(service === undefined ? [] : roadsBy(service, protocol, installation.nodes)),
    ];
  });
}

function roadsBy(service: KubeService, protocol: string, nodes: InstallationFacts["nodes"]): readonly Road[] {
  const { metadata, spec = {}, status } = service;
  const port = portOf(service, protocol);
  if (port?.port === undefined) {
    return [];
  }
  const gateway = `${metadata.namespace ?? "default"}/${metadata.name}`;
  const balancer = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const outsides = spec.type === "LoadBalancer" ? balancer : [];
  const ofNodes = port.nodePort === undefined ? [] : nodes.flatMap((node) => node.status?.addresses ?? []);
  const inside = spec.clusterIP === undefined || spec.clusterIP === "None" ? [] : [spec.clusterIP];
  const at = (addresses: readonly string[], number: number) =>
    addresses.map((address) => ({ address, port: number, gateway }));
  const nodeAddresses = ofNodes.filter(({ type }) => type !== "Hostname").map(({ address }) => address);
  return [
    ...at([...outsides, ...(spec.externalIPs ?? [])], port.port),
    ...at(nodeAddresses, port.nodePort ?? 0),
    ...at(inside, port.port),
  ];
}

/** The port for a protocol: by its number, else by its name, as in gateways that share a load balancer. */
function portOf({ spec }: KubeService, protocol: string) {
  const isTls = protocol === "https:";
  const ports = spec?.ports ?? [];
  const name = isTls ? /^https/ : /^http2?(-|$)/;
  return (
    ports.find(({ port }) => port === (isTls ? 443 : 80)) ?? ports.find((port) => name.test(port.name ?? ""))
  );
}
