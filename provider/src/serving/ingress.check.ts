import { checkNamedLoadBalancers } from "../alibaba/domains.check";
import { checkGateways } from "../gateway/gateway.check";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { checkIstioConfig, checkIstioGateways } from "../istio/gateways.check";
import { checkGatewayDomains } from "../istio/gatewayDomains.check";
import { checkGatewayNames } from "../istio/gatewayTls.gate";
import { checkOwnGateways } from "../istio/gatewayPorts.check";
import { checkAuthorizations, checkMeshMode } from "../istio/mesh.check";
import type { Problem } from "../problems";
import { IngressLayer } from "./ingress";
import type { ServingArgs } from "./serving.args";

/** What the ingress layer can't do, or would pass over in silence. */
export function checkIngress(args: ServingArgs): Problem[] {
  return [
    ...((args.ingress ?? IngressLayer.Kourier) === IngressLayer.Kourier
      ? checkKourier(args)
      : checkIstio(args)),
    ...checkGateways(args.gateways ?? [{}]),
    ...checkNamedLoadBalancers(args),
    ...checkHomeless(args),
    ...checkDefaultDomain(args.gateways ?? []),
  ];
}

function checkKourier({ gateways = [{}], istio, config }: ServingArgs): Problem[] {
  const reason = `must hold one gateway, for Kourier serves exactly one per cluster; got ${gateways.length}; ingress "istio" serves any number`;
  const istios = ["namespace", "default", "local", "services", "authorization", "tls"] as const;
  return [
    ...(gateways.length === 1 ? [] : [{ path: "gateways", code: "KN3401", reason } as const]),
    ...(istio === undefined ? [] : [istioOnly("istio", 'set ingress: "istio", or remove it')]),
    ...(config?.["config-istio"] === undefined
      ? []
      : [istioOnly('config["config-istio"]', 'set ingress: "istio" and list gateways, or remove it')]),
    ...gateways.flatMap((gateway, index) =>
      istios
        .filter((property) => gateway[property] !== undefined)
        .map((property) =>
          istioOnly(
            `gateways[${index}].${property}`,
            property === "tls"
              ? "Kourier's certificate is serving's tls.certificate"
              : 'set ingress: "istio", or remove it',
          ),
        ),
    ),
  ];
}

function istioOnly(path: string, way: string): Problem {
  return { path, code: "KN6062", reason: `is for ingress "istio", and this is "kourier"; ${way}` };
}

function checkIstio(args: ServingArgs): Problem[] {
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

/** Nobody but the user knows the address of a node. */
function checkHomeless({ gateways = [{}], domain, domains }: ServingArgs): Problem[] {
  return gateways.flatMap((gateway, index): Problem[] =>
    gateway.exposure === Exposure.NodePort &&
    gateway.address === undefined &&
    gateway.domain === undefined &&
    domain === undefined &&
    domains === undefined
      ? [
          {
            path: `gateways[${index}].address`,
            code: "KN3402",
            reason:
              'is needed with exposure "NodePort": the address of a node or of what stands before the nodes; or set domain',
          },
        ]
      : [],
  );
}

/** What asks for no gateway has the installation's domain. */
function checkDefaultDomain(gateways: readonly GatewayArgs[]): Problem[] {
  return gateways.flatMap((gateway, index): Problem[] =>
    gateway.domain !== undefined && gateway.local !== true && (gateway.default ?? gateways.length === 1)
      ? [
          {
            path: `gateways[${index}].domain`,
            code: "KN1008",
            reason:
              "has no effect for the default gateway, which serves the installation's domain; set domain beside gateways",
          },
        ]
      : [],
  );
}
