import type { GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { ServingArgs } from "../serving/serving.args";

/** Namespace of gateways that name none. */
export const gatewayNamespace = "knative-gateways";
/** What Knative asks of an implementation, where it can do it. */
export const requestTimeout = "HTTPRouteRequestTimeout";

/** A gateway of the Gateway API with its defaults applied. */
export interface ApiGateway {
  readonly args: GatewayArgs;
  readonly name: string;
  readonly namespace: string;
  /** What the Gateway is called. */
  readonly objectName: string;
  readonly className: string;
  /** The Service before its proxies, as `namespace/name`, where it is said. */
  readonly service: string | undefined;
  readonly supportedFeatures: readonly string[];
  /** Whether the Gateway is there already. */
  readonly isFound: boolean;
  readonly isLocal: boolean;
  readonly ports: { readonly http: number; readonly https: number };
}

/** The two gateways that net-gateway-api serves by. */
export interface ApiGateways {
  readonly all: readonly ApiGateway[];
  /** Undefined where nothing is to be reached from outside. */
  readonly external: ApiGateway | undefined;
  /** For requests from inside. */
  readonly local: ApiGateway | undefined;
  /** Namespaces that are to be made for them: the default one. Others hold more than gateways, and are there. */
  readonly namespaces: readonly string[];
}

/** Applies the defaults of checked gateways. */
export function planApiGateways({ gateways = [{}], gatewayApi = {} }: ServingArgs): ApiGateways {
  const all = gateways.map((gateway): ApiGateway => {
    const own = gateway.gatewayApi ?? {};
    const { name = "default", namespace = gatewayNamespace } = gateway;
    return {
      args: gateway,
      name,
      namespace,
      objectName: own.existing ?? `knative-gateway-${name}`,
      className: own.className ?? gatewayApi.className ?? "",
      service:
        own.service === undefined || own.service.includes("/") ? own.service : `${namespace}/${own.service}`,
      supportedFeatures: own.supportedFeatures ?? gatewayApi.supportedFeatures ?? [requestTimeout],
      isFound: own.existing !== undefined,
      isLocal: gateway.local === true,
      ports: portsOf(gateway),
    };
  });
  return {
    all,
    external: all.find(({ isLocal }) => !isLocal),
    local: all.find(({ isLocal }) => isLocal),
    namespaces: all.some(({ args }) => args.namespace === undefined) ? [gatewayNamespace] : [],
  };
}

/** Key of the Gateway, as registered objects are known by. */
export function gatewayKey({ namespace, objectName }: ApiGateway): string {
  return `Gateway/${namespace}/${objectName}`;
}
