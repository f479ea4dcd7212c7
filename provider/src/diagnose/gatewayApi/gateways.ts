import { addressesOf } from "../address";
import { networkControllers, servingNamespace } from "../controllers";
import { checkEndpoints } from "../endpoints";
import { conditionOf, named, type ApiGateway, type InstallationFacts, type Snapshot } from "../facts";
import { broken, kubectl, nameOf, type Finding } from "../finding";
import { apiConfigName, configuredApi, everyEntry, placeText, type ApiEntry, type Place } from "./configured";
import { gatewayPath } from "./read";

export const apiController = networkControllers["gateway-api.ingress.networking.knative.dev"] ?? "";

/** The Gateway API as the network layer: every gateway that Knative serves by, and the Service that it is asked at. */
export function checkGatewayApi(snapshot: Snapshot): Finding[] {
  const { installation, denied } = snapshot;
  if (installation.gatewayApi === undefined) {
    return [];
  }
  const configured = configuredApi(installation.configMaps);
  // Nothing is said of what may not be read.
  const seen = everyEntry(configured).filter(
    ({ gateway, service }) =>
      !denied.includes(gatewayPath(gateway)) &&
      !denied.some((path) => service !== undefined && path.includes(`/namespaces/${service.namespace}/`)),
  );
  return [
    ...(configured.problem === undefined ? [] : [unreadable(configured.problem)]),
    ...seen.flatMap((entry) => checkEntry(installation, entry)),
  ];
}

function checkEntry(installation: InstallationFacts, entry: ApiEntry): Finding[] {
  const gateway = apiGatewayOf(installation, entry);
  if (gateway === undefined) {
    return [missing(entry.gateway)];
  }
  const service = entry.service && {
    ...entry.service,
    link: "gateway" as const,
    code: "KN5023" as const,
    effect: `${apiConfigName} names it for gateway ${placeText(entry.gateway)}, and Knative asks there whether a route is served`,
  };
  return [...checkServed(gateway), ...(service === undefined ? [] : checkEndpoints(installation, service))];
}

/** The Gateway of an entry. */
export function apiGatewayOf(
  { gatewayApi }: Pick<InstallationFacts, "gatewayApi">,
  { gateway }: ApiEntry,
): ApiGateway | undefined {
  return named(gatewayApi?.gateways ?? [], gateway.name, gateway.namespace);
}

/** All addresses of the gateways for the outside. Undefined where they can't be told from here. */
export function apiAddresses({
  services,
  nodes,
  configMaps,
  ...installation
}: InstallationFacts): readonly string[] | undefined {
  const found = configuredApi(configMaps).external.map((entry) => {
    const told = apiGatewayOf(installation, entry)?.status?.addresses ?? [];
    const { service } = entry;
    const before = service && addressesOf(named(services, service.name, service.namespace), nodes);
    return told.length === 0 || told.some(({ type }) => type === "Hostname")
      ? undefined
      : [...told.flatMap(({ value }) => value ?? []), ...(before ?? [])];
  });
  return found.length === 0 || found.includes(undefined)
    ? undefined
    : [...new Set(found.flatMap((known) => known ?? []))];
}

/** Whether somebody serves the Gateway, in the words of its own conditions. */
function checkServed(gateway: ApiGateway): Finding[] {
  const told = ["Accepted", "Programmed"]
    .map((type) => conditionOf(gateway, type))
    .find((condition) => condition?.status !== "True");
  const isAccepted = conditionOf(gateway, "Accepted")?.status === "True";
  const hasAddress = (gateway.status?.addresses ?? []).length > 0;
  const object = nameOf("Gateway", gateway);
  const { namespace, name } = gateway.metadata;
  const next = [
    kubectl(namespace, "describe", "gateways.gateway.networking.k8s.io", name),
    "kubectl get gatewayclasses",
  ];
  if (!isAccepted || (hasAddress && conditionOf(gateway, "Programmed")?.status !== "True")) {
    const message = [told?.reason, told?.message].filter((text) => (text ?? "") !== "").join(": ");
    const cause =
      told === undefined || told.reason === "Pending"
        ? `nobody serves class "${gateway.spec?.gatewayClassName ?? ""}": its controller isn't there, or isn't told of the class`
        : "the implementation takes no part of the Gateway, or not all of it; its message says why";
    return [
      broken({
        link: "gateway",
        object,
        code: "KN5023",
        message: message || "has no condition yet",
        cause,
        next,
      }),
    ];
  }
  return hasAddress ? [] : [addressless(gateway, next)];
}

function addressless(gateway: ApiGateway, next: readonly string[]): Finding {
  const programmed = conditionOf(gateway, "Programmed");
  const said = programmed?.status === "True" ? undefined : programmed?.message;
  return broken({
    link: "address",
    object: nameOf("Gateway", gateway),
    code: "KN5024",
    message: `no address in status.addresses${said === undefined ? "" : `: ${said}`}`,
    cause:
      "the implementation waits for a load balancer that no controller of the cluster gives, or that is refused (quota, annotations)",
    next,
  });
}

function missing({ namespace, name }: Place): Finding {
  return broken({
    link: "gateway",
    object: { kind: "Gateway", namespace, name },
    code: "KN5023",
    message: `there is no Gateway ${namespace}/${name}`,
    cause: `it was deleted, or ${apiConfigName} names another: nothing is served`,
    next: ["kubectl get gateways.gateway.networking.k8s.io -A", configCommand, "pulumi refresh", "pulumi up"],
  });
}

const configCommand = kubectl(servingNamespace, "get", "cm", apiConfigName, "-o", "yaml");

function unreadable(problem: string): Finding {
  return broken({
    link: "gateway",
    object: { kind: "ConfigMap", namespace: servingNamespace, name: apiConfigName },
    code: "KN5023",
    message: problem,
    cause: "it was changed by hand: net-gateway-api keeps what it read last, and fails at its next start",
    next: [configCommand, "pulumi refresh", "pulumi up"],
  });
}
