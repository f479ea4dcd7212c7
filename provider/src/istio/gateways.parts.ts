import type { Json, Manifest } from "../manifests/manifest";
import { gatewayNameLabel, type IstioGateway } from "./gateways.plan";

/** Ports of the pods; those for the inside are net-istio's own (config/202-gateway.yaml, 203-local-gateway.yaml). */
export const podPorts = { http: 8080, https: 8443, localHttp: 8081, localHttps: 8444 } as const;

/** Metadata of the objects that are called like their gateway. */
export function metadataOf({ objectName, namespace, name }: IstioGateway) {
  return { name: objectName, namespace, labels: { [gatewayNameLabel]: name } };
}

/** Istio's object that has pods listen. */
export function istioGateway(
  name: string,
  namespace: string,
  selector: Readonly<Record<string, string>>,
  servers: readonly Json[],
): Manifest {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace },
    spec: { selector, servers },
  };
}
