import type { GatewayArgs } from "../gateway/gateway";
import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { checkCovered, domainTemplateOf } from "../serving/tls.coverage";
import { tellsHttps } from "./gatewayScheme";

/** A domain stands in Knative's configuration once: the second gateway's services would take it from the first one's. */
export function checkGatewayDomains({ gateways = [], domain, domains }: ServingArgs): Problem[] {
  const installations = domains?.map(({ name }) => name) ?? [domain];
  return gateways.flatMap(({ domain: own }, index): Problem[] => {
    if (typeof own !== "string") {
      return [];
    }
    const path = `gateways[${index}].domain`;
    const first = gateways.findIndex((other) => other.domain === own);
    const found = installations.includes(own)
      ? `"${own}" is the installation's domain, which services of this gateway have anyway; leave it out`
      : `"${own}" is the domain of gateways[${first}] already; give each its own, or make it the installation's domain, which all gateways serve that have none`;
    return installations.includes(own) || first < index ? [{ path, code: "KN6014", reason: found }] : [];
  });
}

/** Whether a certificate for these names is one for the gateway's services, where their URLs say https. */
export function checkGatewayCovered(
  args: ServingArgs,
  gateway: GatewayArgs,
  certified: readonly string[],
  path: string,
): Problem[] {
  const domains =
    gateway.domain === undefined
      ? (args.domains?.map(({ name }) => name) ?? [args.domain])
      : [gateway.domain];
  // Of several domains of the installation, a gateway may be for the services of one.
  const uncovered = domains.map((domain) => checkCovered(domainTemplateOf(args), [domain], certified, path));
  return tellsHttps(args) && uncovered.every((problems) => problems.length > 0) ? uncovered.flat() : [];
}
