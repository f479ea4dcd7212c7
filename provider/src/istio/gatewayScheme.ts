import type { ServingArgs } from "../serving/serving.args";

/**
 * The scheme of URLs that follows from the gateways: Knative tells one for all services, so it is https where each gateway for
 * requests from outside shows a certificate. Undefined leaves it to the settings and to upstream.
 */
export function gatewayScheme({ gateways = [{}] }: ServingArgs): "https" | undefined {
  const external = gateways.filter(({ local }) => local !== true);
  const all = external.length > 0 && external.every(({ tls }) => tls !== undefined);
  return all ? "https" : undefined;
}

/** Whether URLs say https because of the gateways' own certificates: not where each service has one of its own. */
export function tellsHttps(args: ServingArgs): boolean {
  const { network, config, tls } = args;
  const scheme =
    config?.["config-network"]?.["default-external-scheme"] ??
    network?.defaultExternalScheme ??
    gatewayScheme(args);
  return scheme === "https" && tls?.externalDomain !== true;
}
