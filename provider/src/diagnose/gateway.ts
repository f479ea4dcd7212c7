import { named, type InstallationFacts, type Snapshot } from "./facts";
import { addressesOf, checkAddress } from "./address";
import { checkEndpoints } from "./endpoints";
import type { Finding } from "./finding";
import { checkDeployment, networkControllers } from "./controllers";
import { apiAddresses } from "./gatewayApi/gateways";
import { configuredGateways, serviceOf } from "./istio/configured";

export const kourierController = networkControllers["kourier.ingress.networking.knative.dev"] ?? "";
const defaultGatewayNamespace = "kourier-system";

/** The namespace of Kourier's gateway, which its controller is told by a variable. */
export function gatewayNamespace({ deployments }: Pick<InstallationFacts, "deployments">): string {
  const containers = named(deployments, kourierController)?.spec?.template?.spec?.containers ?? [];
  const told = containers
    .flatMap(({ env }) => env ?? [])
    .find(({ name }) => name === "KOURIER_GATEWAY_NAMESPACE");
  return told?.value ?? defaultGatewayNamespace;
}

/** Kourier's gateway: its pods, its Services, its address. Nothing is said of other network layers. */
export function checkGateway(snapshot: Snapshot): Finding[] {
  const { installation } = snapshot;
  if (named(installation.deployments, kourierController) === undefined) {
    return [];
  }
  const namespace = gatewayNamespace(installation);
  if (snapshot.denied.some((path) => path.includes(`/namespaces/${namespace}/`))) {
    return [];
  }
  const name = "3scale-kourier-gateway";
  const deployment = named(installation.deployments, name, namespace);
  const needed = { namespace, link: "gateway", code: "KN5023", effect: "no request gets in" } as const;
  const pods = checkDeployment(snapshot, { ...needed, name, deployment });
  return pods.length > 0
    ? pods
    : [
        ...checkEndpoints(installation, { ...needed, name: "kourier" }),
        ...checkEndpoints(installation, {
          ...needed,
          name: "kourier-internal",
          effect: "the controller can't find the gateway's pods",
        }),
        ...checkAddress(installation, { name: "kourier", namespace }),
      ];
}

/** All addresses under which the gateways may be reached. Undefined where that can't be told from here. */
export function gatewayAddresses({ installation }: Snapshot): readonly string[] | undefined {
  const { services, nodes, configMaps, istio, gatewayApi } = installation;
  if (gatewayApi !== undefined) {
    return apiAddresses(installation);
  }
  const found =
    istio === undefined
      ? [named(services, "kourier", gatewayNamespace(installation))]
      : configuredGateways(configMaps)
          .external.map(serviceOf)
          .map(({ name, namespace }) => named(services, name, namespace));
  const addresses = found.map((service) => addressesOf(service, nodes));
  return addresses.length === 0 || addresses.includes(undefined)
    ? undefined
    : [...new Set(addresses.flatMap((known) => known ?? []))];
}
