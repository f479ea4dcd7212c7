import type { GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { otherSettings } from "../serving/tls.clashes";
import { podPorts } from "./gateways.parts";

const kinds = ["http", "https"] as const;
const inside: readonly number[] = [podPorts.localHttp, podPorts.localHttps];

/** Istio would have requests from inside the cluster go where the port of that number leads from outside. */
export function checkReserved(gateway: GatewayArgs): Problem[] {
  const ports = portsOf(gateway);
  return kinds
    .filter((kind) => inside.includes(ports[kind]))
    .map((kind) => ({
      path: kind,
      code: "KN6010",
      reason: `${ports[kind]} belongs to requests from inside the cluster, as does ${inside.find((port) => port !== ports[kind])}; take another, such as ${ports[kind] - 1000}`,
    }));
}

/**
 * The proxy redirects to the host and port that the client asked for, with https before them (envoy
 * source/common/http/utility.cc, createSslRedirectPath). To keep plain HTTP shut, where it goes doesn't matter.
 */
export function checkRedirectPorts(gateway: GatewayArgs): Problem[] {
  const { tls: { redirect, clientCa } = {} } = gateway;
  const { http, https } = portsOf(gateway);
  const reason = `would lead clients to a port that HTTPS isn't at: the proxy keeps the port that a client names, and the gateway has ${http} and ${https}, in place of 80 and 443, which nobody names; leave redirect or ports out`;
  return redirect === true && clientCa === undefined && (http !== 80 || https !== 443)
    ? [{ path: "redirect", code: "KN6015", reason }]
    : [];
}

/** A setting of the whole installation by which net-istio writes Gateways of its own for each service. */
interface OwnGateways {
  /** Where it is set, in ServingArgs. */
  readonly path: string;
  readonly kind: "certificates" | "redirect";
}

/**
 * Gateways that net-istio writes itself are for port 80, and with certificates for 443 as well; and a service that has one is
 * served by no other (knative.dev/net-istio pkg/reconciler/ingress/ingress.go, resources/gateway.go).
 */
export function checkOwnGateways(args: ServingArgs): Problem[] {
  const own = ownGateways(args);
  const certificates = own.find(({ kind }) => kind === "certificates");
  const gateways = (args.gateways ?? []).map((gateway, index) => ({ gateway, index }));
  const external = gateways.filter(({ gateway }) => gateway.local !== true);
  return [
    ...external.flatMap(({ gateway, index }) => checkFixed(gateway, index, own)),
    ...external.flatMap(({ gateway, index }) => checkWayRound(gateway, index, certificates)),
    ...(certificates === undefined ? own.flatMap(({ path }) => checkRedirect(path)) : []),
  ];
}

/** Whether each service gets a certificate of its own. */
export function hasCertificates(args: ServingArgs): boolean {
  return ownGateways(args).some(({ kind }) => kind === "certificates");
}

function ownGateways(args: ServingArgs): readonly OwnGateways[] {
  const { tls = {} } = args;
  const settings = otherSettings(args, "config-network").flatMap(({ key, path, value }): OwnGateways[] => {
    const said = value.toLowerCase();
    if (key === "external-domain-tls" && said === "enabled") {
      return [{ path, kind: "certificates" }];
    }
    return key === "http-protocol" && said === "redirected" ? [{ path, kind: "redirect" }] : [];
  });
  return [
    ...(tls.externalDomain === true ? [{ path: "tls.externalDomain", kind: "certificates" } as const] : []),
    ...(tls.redirect === true ? [{ path: "tls.redirect", kind: "redirect" } as const] : []),
    ...settings,
  ];
}

function checkFixed(gateway: GatewayArgs, index: number, own: readonly OwnGateways[]): Problem[] {
  const ports = portsOf(gateway);
  const fixed = { http: 80, https: 443 };
  return kinds.flatMap((kind): Problem[] => {
    const cause = kind === "http" ? own[0] : own.find((one) => one.kind === "certificates");
    return cause === undefined || ports[kind] === fixed[kind]
      ? []
      : [
          {
            path: `gateways[${index}].ports.${kind}`,
            code: "KN6011",
            reason: `must be ${fixed[kind]} with ${cause.path}, got ${ports[kind]}: Knative writes Istio's Gateways itself then, for port ${fixed[kind]} alone; leave one of them out, or have the gateway do it by gateways[${index}].tls`,
          },
        ];
  });
}

function checkWayRound(
  { tls }: GatewayArgs,
  index: number,
  certificates: OwnGateways | undefined,
): Problem[] {
  return tls?.clientCa === undefined || certificates === undefined
    ? []
    : [
        {
          path: `gateways[${index}].tls.clientCa`,
          code: "KN6009",
          reason: `holds for the gateway's own certificate alone, and with ${certificates.path} each service has another that asks no client for one; leave one of them out`,
        },
      ];
}

function checkRedirect(path: string): Problem[] {
  const reason =
    "would have Knative take services off the gateways that hold a certificate, so that HTTPS answers 404; redirect by tls.redirect of the gateways";
  return [{ path, code: "KN6012", reason }];
}
