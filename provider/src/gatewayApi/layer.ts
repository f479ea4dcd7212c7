import { Exposure, type GatewayPlace } from "../gateway/gateway";
import type { GatewayLayer, PlannedGateway } from "../gateway/layer";
import { isInstalled, istioNamespace } from "../istio/istio.names";
import type { Manifest } from "../manifests/manifest";
import { gatewayApiLayer } from "../policies/roads.gatewayApi";
import type { ServingArgs } from "../serving/serving.args";
import { checkGatewayApi } from "./gatewayApi.check";
import { checkApiService } from "./gatewayApiTls.check";
import { withGatewayConfig } from "./gateways.config";
import { gatewayKey, planApiGateways, type ApiGateway } from "./gateways.plan";
import { renderApiGateways } from "./gateways.render";

/** The Gateway API by net-gateway-api: two Gateways, served by whatever implementation their class has. */
export const gatewayApi: GatewayLayer = {
  ingressClass: "gateway-api.ingress.networking.knative.dev",
  hasChoice: false,
  check: checkGatewayApi,
  gateways: (args) => {
    const { external } = planApiGateways(args);
    return external === undefined ? [] : [planned(external)];
  },
  placeOf: gatewayPlace,
  found: (args) => externalFound(args).map(reference),
  imageNamespaces: () => ["knative-serving"],
  replace: (args) => withGatewayConfig(planApiGateways(args)),
  steps: () => [],
  add: (args) => renderApiGateways(planApiGateways(args)),
  verify: () => [],
  programKey: () => undefined,
  roads: (args) =>
    gatewayApiLayer([
      ...planApiGateways(args).all.map(({ namespace }) => namespace),
      ...(isInstalled(args.istio) ? [istioNamespace(args.istio)] : []),
    ]),
  monitored: () => "gateway-api",
  serving: (args) => planApiGateways(args).all.flatMap(({ isLocal, name }) => (isLocal ? [] : [name])),
  checkService: () => checkApiService,
};

function planned(gateway: ApiGateway): PlannedGateway {
  const { args, name } = gateway;
  return {
    ...args,
    name,
    exposure: Exposure.ClusterIP,
    addressedBy: gatewayKey(gateway),
    chosenBy: undefined,
  };
}

/** The Gateway of somebody else whose address is asked for. */
function externalFound(args: ServingArgs): readonly ApiGateway[] {
  const { external } = planApiGateways(args);
  return external?.isFound === true ? [external] : [];
}

function reference({ namespace, objectName }: ApiGateway): Manifest {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: objectName, namespace },
  };
}

interface GatewayStatus {
  readonly addresses?: readonly { readonly value?: string }[];
}

/** The first address that a Gateway tells, as Knative itself takes it, at the ports of its listeners. */
function gatewayPlace(
  { name, ports }: PlannedGateway,
  { status }: { readonly status: Readonly<Record<string, unknown>> | undefined },
): GatewayPlace {
  const { addresses = [] } = (status ?? {}) as GatewayStatus;
  return {
    name,
    address: addresses[0]?.value ?? "",
    httpPort: ports?.http ?? 80,
    httpsPort: ports?.https ?? 443,
  };
}
