import type { Problem } from "../problems";
import type { IngressLayer } from "../serving/ingress";
import type { ServingArgs } from "../serving/serving.args";

/** A property that one of the layers alone has, with what to do where it isn't that one. */
interface Own {
  readonly layer: IngressLayer;
  readonly path: string;
  readonly given: unknown;
  readonly way: string;
}

/** Properties of other layers, which this one would pass over in silence. */
export function otherLayersOwn(args: ServingArgs, layer: IngressLayer): Problem[] {
  return [...kouriersOwn(args, layer), ...apisOwn(args)].flatMap(
    ({ layer: owner, path, given, way }): Problem[] =>
      given === undefined || owner === layer
        ? []
        : [{ path, code: "KN6062", reason: `is for ingress "${owner}", and this is "${layer}"; ${way}` }],
  );
}

function kouriersOwn(args: ServingArgs, layer: IngressLayer): readonly Own[] {
  const metrics =
    layer === "istio"
      ? "Istio's proxies don't tell when a certificate ends; cert-manager's metrics do"
      : "cert-manager's metrics tell when a certificate ends";
  const own = [
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
      way:
        layer === "istio"
          ? "set cipherSuites in gateways[].tls"
          : "set them where the class of the gateway is set up",
    },
    {
      path: "additionalDomains",
      given: args.additionalDomains?.[0],
      way: "give the services the other domain by domainMappings while both are to be served",
    },
    {
      path: "monitoring.alerts.certificateDays",
      given: args.monitoring?.alerts?.certificateDays,
      way: `remove it: ${metrics}`,
    },
  ];
  return own.map((one) => ({ ...one, layer: "kourier" }));
}

function apisOwn({ gateways = [], gatewayApi, config }: ServingArgs): readonly Own[] {
  const way = 'set ingress: "gateway-api", or remove it';
  const own = [
    { path: "gatewayApi", given: gatewayApi },
    { path: 'config["config-gateway"]', given: config?.["config-gateway"] },
    ...gateways.map((gateway, index) => ({
      path: `gateways[${index}].gatewayApi`,
      given: gateway.gatewayApi,
    })),
  ];
  return own.map((one) => ({ ...one, layer: "gateway-api", way }));
}
