import type { ApiGateway, GatewayApiFacts, InstallationFacts } from "../facts";
import type { Reader } from "../reader";
import { configuredApi, everyEntry, type Place } from "./configured";

/** What is read of the Gateway API, and the namespaces of the Services that are named. */
export interface GatewayApiReading {
  readonly facts: GatewayApiFacts;
  readonly namespaces: readonly string[];
}

/** Reads the Gateways that config-gateway names, one by one: others aren't Knative's. */
export async function readGatewayApi(
  reader: Reader,
  { configMaps }: Pick<InstallationFacts, "configMaps">,
): Promise<GatewayApiReading> {
  const entries = everyEntry(configuredApi(configMaps));
  const found = await Promise.all(entries.map(({ gateway }) => reader.get<ApiGateway>(gatewayPath(gateway))));
  return {
    facts: { gateways: found.filter((gateway) => gateway !== undefined) },
    namespaces: [...new Set(entries.flatMap(({ service }) => service?.namespace ?? []))],
  };
}

/** Where the API server has a Gateway. */
export function gatewayPath({ namespace, name }: Place): string {
  return `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways/${name}`;
}
