import { ingressLayers } from "../serving/layers";
import { conditionOf, isTrue, named, type Condition, type InstallationFacts, type KIngress } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";
import { networkControllers, servingNamespace } from "./controllers";
import { gatewayNamespace } from "./gateway";
import { unconfirmed } from "./istio/probes";
import type { View } from "./view";

const classAnnotation = "networking.knative.dev/ingress-class";
/** What Knative takes where config-network names no class. */
const defaultClass = ingressLayers.istio.ingressClass;

/** The class of the ingresses that the installation makes. */
export function installedClass({ configMaps }: Pick<InstallationFacts, "configMaps">): string {
  const data = named(configMaps, "config-network", servingNamespace)?.data ?? {};
  return data["ingress-class"] ?? data["ingress.class"] ?? defaultClass;
}

/**
 * The Ingress that Knative made for the Route, as far as the gateway's controller serves it. `gateways` are findings of the
 * gateways on its way.
 */
export function checkIngress(view: View, gateways: readonly Finding[] = []): Finding[] {
  const { ingress, route } = view;
  if (ingress === undefined) {
    return [];
  }
  const ready = conditionOf(ingress, "Ready");
  if (ready?.status === "True" || isTrue(route)) {
    return [];
  }
  const served = classOf(view, ingress);
  const controller = networkControllers[served];
  const { installation } = view;
  if (controller === undefined || named(installation.deployments, controller) === undefined) {
    return [unserved(view, ingress, served)];
  }
  const message = messageOf(ingress, ready);
  if (/conflict/i.test(message)) {
    return [unready(view, ingress, message)];
  }
  switch (served) {
    case ingressLayers.istio.ingressClass:
      return [unconfirmed(view, message, gateways)];
    case ingressLayers["gateway-api"].ingressClass:
      return [unrouted(view, ingress, message)];
    default:
      return [unready(view, ingress, message)];
  }
}

function classOf({ installation }: View, { metadata }: KIngress): string {
  return metadata.annotations?.[classAnnotation] ?? installedClass(installation);
}

/** The controllers of the cluster serve other classes than that of config-network. */
export function checkIngressClass({ deployments, configMaps }: InstallationFacts): Finding[] {
  const config = named(configMaps, "config-network", servingNamespace);
  const wanted = installedClass({ configMaps });
  const controller = networkControllers[wanted];
  if (config === undefined || (controller !== undefined && named(deployments, controller) !== undefined)) {
    return [];
  }
  return [
    broken({
      link: "ingress",
      object: nameOf("ConfigMap", config),
      code: "KN5021",
      message: `ingress-class: ${wanted}`,
      cause: classCause(wanted, deployments),
      next: classCommands,
    }),
  ];
}

const classCommands = [
  kubectl(servingNamespace, "get", "cm", "config-network", "-o", "jsonpath='{.data.ingress-class}'"),
  kubectl(servingNamespace, "get", "deployments"),
];

function classCause(wanted: string, deployments: InstallationFacts["deployments"]): string {
  const there = Object.entries(networkControllers)
    .filter(([, name]) => named(deployments, name) !== undefined)
    .map(([served]) => served);
  const known =
    there.length === 0
      ? "no network layer is installed"
      : `the cluster's controllers serve ${there.join(", ")}`;
  return `no controller serves "${wanted}": ${known}`;
}

function unserved({ installation, namespace }: View, ingress: KIngress, served: string): Finding {
  return broken({
    link: "ingress",
    object: nameOf("Ingress", ingress),
    code: "KN5021",
    message: `${classAnnotation}: ${served}`,
    cause: classCause(served, installation.deployments),
    next: [...classCommands, kubectl(namespace, "get", "king", "-o", "yaml")],
  });
}

/** What the ingress itself says of what it waits for. */
function messageOf(ingress: KIngress, ready: Condition | undefined): string {
  const balancer = conditionOf(ingress, "LoadBalancerReady");
  const told = balancer?.status === "True" || balancer?.message === undefined ? ready : balancer;
  return (
    [told?.reason, told?.message].filter((text) => (text ?? "") !== "").join(": ") || "has no condition yet"
  );
}

/** The gateway's controller knows the ingress, but hasn't found the gateway to serve it. */
function unready({ installation, namespace }: View, ingress: KIngress, message: string): Finding {
  const gateway = gatewayNamespace(installation);
  const policies = installation.networkPolicies.filter(({ metadata }) =>
    [gateway, servingNamespace].includes(metadata.namespace ?? ""),
  );
  return broken({
    link: "ingress",
    object: nameOf("Ingress", ingress),
    code: "KN5022",
    message,
    cause: ingressCause(
      message,
      policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ),
    next: [
      kubectl(servingNamespace, "logs", "deployment/net-kourier-controller", "--tail=30"),
      kubectl(gateway, "get", "pods,networkpolicies", "-o", "wide"),
      kubectl(namespace, "describe", "king", ingress.metadata.name),
    ],
  });
}

/** A route of the Gateway API that its Gateway doesn't take, or whose proxies don't answer by it yet. */
function unrouted({ namespace }: View, ingress: KIngress, message: string): Finding {
  return broken({
    link: "ingress",
    object: nameOf("Ingress", ingress),
    code: "KN5022",
    message,
    cause: unroutedCause(message),
    next: [
      kubectl(servingNamespace, "get", "cm", "config-gateway", "-o", "yaml"),
      kubectl(
        namespace,
        "describe",
        "httproutes",
        "-l",
        `networking.internal.knative.dev/ingress=${ingress.metadata.name}`,
      ),
      "kubectl get gateways.gateway.networking.k8s.io -A",
      kubectl(servingNamespace, "logs", "deployment/net-gateway-api-controller", "--tail=30"),
    ],
  });
}

function unroutedCause(message: string): string {
  if (/HTTPRoute/.test(message)) {
    return "the Gateway has not taken the HTTPRoute: it isn't there, nobody serves its class, or its listeners let no routes of other namespaces in (allowedRoutes)";
  }
  return /Gateway/.test(message)
    ? "config-gateway names a Gateway that isn't there"
    : "the controller asks the gateway for the new route, and gets no answer: at each pod of the Service that config-gateway names, or where it names none at port 80 of the first address in the Gateway's status";
}

function ingressCause(message: string, policies: readonly string[]): string {
  if (/conflict/i.test(message)) {
    return "another service has the same host";
  }
  const probes = `the controller probes the gateway's pods on ports 8090, 9443, 8081 and 8444 from namespace ${servingNamespace}, and gets no answer`;
  return policies.length > 0
    ? `${probes}: a network policy may block them (${policies.join(", ")})`
    : `${probes}: the pod network, a firewall between the nodes, or a gateway that doesn't get its configuration (port 18000)`;
}
