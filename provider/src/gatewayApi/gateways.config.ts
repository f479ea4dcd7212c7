import { stringify } from "yaml";
import { keyOf, setAt, type ListTransform } from "../manifests/manifest";
import type { ApiGateway, ApiGateways } from "./gateways.plan";

const configKey = "ConfigMap/knative-serving/config-gateway";

/**
 * The data of config-gateway. Both lists are written always: of an empty one, and of a key that is missing, upstream takes
 * gateways in istio-system that aren't there (knative.dev/net-gateway-api pkg/reconciler/ingress/config/gateway.go). Where
 * nothing is reached from outside, the gateway for the inside stands for both.
 */
export function gatewayConfig({ external, local }: ApiGateways): Record<string, string> {
  const listOf = (gateway: ApiGateway | undefined) =>
    stringify(gateway === undefined ? [] : [entryOf(gateway)]);
  return { "external-gateways": listOf(external ?? local), "local-gateways": listOf(local) };
}

function entryOf({ args, className, namespace, objectName, service, supportedFeatures }: ApiGateway) {
  return {
    class: className,
    gateway: `${namespace}/${objectName}`,
    ...(service === undefined ? {} : { service }),
    "supported-features": supportedFeatures,
    ...(args.gatewayApi?.proxyProtocol === undefined
      ? {}
      : { "proxy-protocol-enabled": args.gatewayApi.proxyProtocol }),
  };
}

/** net-gateway-api with the settings that name the gateways. */
export function withGatewayConfig(gateways: ApiGateways): ListTransform {
  return (manifests) =>
    manifests.map((manifest) =>
      keyOf(manifest) === configKey ? setAt(manifest, ["data"], gatewayConfig(gateways)) : manifest,
    );
}
