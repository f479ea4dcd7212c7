import type { GatewayArgs } from "../gateway/gateway";
import { checkGatewayTls } from "../istio/gatewayTls.check";
import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";
import { HttpProtocol } from "../serving/settings";
import { otherSettings } from "../serving/tls.clashes";

const standing =
  "the standard channel of the Gateway API has no word for it; set it where the class is set up";
const noRedirect =
  "net-gateway-api has no redirect, and services would go on to answer by HTTP; remove it, and redirect before the gateway where it is needed";

/** What of a gateway's encryption the Gateway API can't say, beside what is wrong with the rest. */
export function checkApiGatewayTls(gateway: GatewayArgs, now: Date): Problem[] {
  const { tls } = gateway;
  if (tls === undefined || gateway.local === true || gateway.gatewayApi?.existing !== undefined) {
    return [];
  }
  const unsaid = (["minProtocolVersion", "cipherSuites", "clientCa"] as const).filter(
    (property) => tls[property] !== undefined,
  );
  return [
    ...checkGatewayTls({ tls: { ...tls, ...allUndefined } }, now),
    ...unsaid.map((property): Problem => ({
      path: `tls.${property}`,
      code: "KN6062",
      reason: `can't be had with ingress "gateway-api"; ${standing}`,
    })),
    ...(tls.redirect === true ? [{ path: "tls.redirect", code: "KN6104", reason: noRedirect } as const] : []),
  ];
}

// They are refused as such; rules between them would only repeat it.
const allUndefined = {
  minProtocolVersion: undefined,
  cipherSuites: undefined,
  clientCa: undefined,
  redirect: undefined,
};

/**
 * Encryption of the whole installation: certificates for each service are shown at the gateway for the outside; the rest
 * net-gateway-api doesn't know (pkg/reconciler/ingress).
 */
export function checkApiTls(args: ServingArgs): Problem[] {
  const { tls = {} } = args;
  const settings = otherSettings(args, "config-network").map(({ key, path, value }) => ({
    key,
    path,
    value: value.toLowerCase(),
  }));
  const inner = [
    ...(["clusterLocalDomain", "systemInternal"] as const)
      .filter((property) => tls[property] === true)
      .map((property) => `tls.${property}`),
    ...settings
      .filter(({ key, value }) => innerKeys.includes(key) && value === "enabled")
      .map(({ path }) => path),
  ];
  const redirected = [
    ...(tls.redirect === true ? ["tls.redirect"] : []),
    ...settings
      .filter(({ key, value }) => key === "http-protocol" && value === "redirected")
      .map(({ path }) => path),
  ];
  return [
    ...inner.map((path): Problem => ({
      path,
      code: "KN6062",
      reason:
        'can\'t be had with ingress "gateway-api": net-gateway-api shows certificates to the outside alone; remove it',
    })),
    ...redirected.map((path): Problem => ({ path, code: "KN6104", reason: noRedirect })),
  ];
}

const innerKeys: readonly string[] = ["cluster-local-domain-tls", "system-internal-tls"];

/** A service of its own that asks for a redirect. */
export function checkApiService({ httpProtocol }: ServiceArgs): Problem[] {
  return httpProtocol === HttpProtocol.Redirected
    ? [{ path: "httpProtocol", code: "KN6104", reason: noRedirect }]
    : [];
}
