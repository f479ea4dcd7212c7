import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { checkGatewayDomains } from "./gatewayDomains.check";
import { checkOwnGateways } from "./gatewayPorts.check";
import { checkGatewayNames } from "./gatewayTls.gate";
import { checkIstioConfig, checkIstioGateways } from "./gateways.check";
import { checkAuthorizations, checkMeshMode } from "./mesh.check";

/** What net-istio can't do, or would pass over in silence. */
export function checkServingOnIstio(args: ServingArgs): Problem[] {
  return [
    ...checkIstioGateways(args.gateways ?? [{}]),
    ...checkIstioConfig(args.config?.["config-istio"]),
    ...checkOwnGateways(args),
    ...checkGatewayDomains(args),
    ...checkGatewayNames(args),
    ...checkAuthorizations(args.gateways ?? [], args.istio ?? {}),
    ...checkMeshMode(args.istio ?? {}, meshModeOf(args)),
    ...checkKouriersOwn(args),
  ];
}

/** What is made for Kourier alone. */
function checkKouriersOwn(args: ServingArgs): Problem[] {
  const others = [
    { path: "kourier", given: args.kourier, way: "remove it" },
    { path: 'config["config-kourier"]', given: args.config?.["config-kourier"], way: "remove it" },
    {
      path: "tls.certificate",
      given: args.tls?.certificate,
      way: "give each gateway its own in gateways[].tls",
    },
    {
      path: "tls.cipherSuites",
      given: args.tls?.cipherSuites,
      way: "set cipherSuites in gateways[].tls",
    },
    {
      path: "additionalDomains",
      given: args.additionalDomains?.[0],
      way: "give the services the other domain by domainMappings while both are to be served",
    },
    {
      path: "monitoring.alerts.certificateDays",
      given: args.monitoring?.alerts?.certificateDays,
      way: "remove it: Istio's proxies don't tell when a certificate ends; cert-manager's metrics do",
    },
  ];
  return others.flatMap(({ path, given, way }): Problem[] =>
    given === undefined
      ? []
      : [{ path, code: "KN6062", reason: `is for ingress "kourier", and this is "istio"; ${way}` }],
  );
}

/** What the user says of Knative and meshes, in either of the places where it can be said. */
function meshModeOf({ network, config }: ServingArgs): string | undefined {
  return config?.["config-network"]?.["mesh-compatibility-mode"] ?? network?.meshCompatibilityMode;
}
