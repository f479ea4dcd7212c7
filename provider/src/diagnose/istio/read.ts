import {
  conditionOf,
  type Deployment,
  type InstallationFacts,
  type IstioFacts,
  type IstioGateway,
  type KIngress,
  type VirtualService,
} from "../facts";
import type { LogWanted, Reader } from "../reader";
import { configuredGateways, gatewayNamespaces } from "./configured";
import { controllerPods, logKey } from "./probes";

/** What is read of Istio, and the namespaces of its gateways and control planes. */
export interface IstioReading {
  readonly facts: IstioFacts;
  readonly namespaces: readonly string[];
}

/** Lists what Istio has for the gateways that config-istio names. */
export async function readIstio(
  reader: Reader,
  { configMaps }: Pick<InstallationFacts, "configMaps">,
): Promise<IstioReading> {
  const configured = configuredGateways(configMaps);
  const homes = [...new Set([...configured.external, ...configured.local].map(({ namespace }) => namespace))];
  const [controlPlanes, injectors, ...gateways] = await Promise.all([
    reader.list<Deployment>("/apis/apps/v1/deployments?labelSelector=app%3Distiod"),
    reader.list(
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector",
    ),
    ...homes.map((name) =>
      reader.list<IstioGateway>(`/apis/networking.istio.io/v1/namespaces/${name}/gateways`),
    ),
  ]);
  const planeHomes = controlPlanes.flatMap(({ metadata }) => metadata.namespace ?? []);
  return {
    facts: { controlPlanes, injectors, gateways: gateways.flat() },
    namespaces: [...new Set([...gatewayNamespaces(configured), ...planeHomes])],
  };
}

const netIstios = `labelSelector=${encodeURIComponent("networking.internal.knative.dev/ingress")}`;

/** What net-istio has made for the services of each namespace. */
export async function readVirtualServices(
  reader: Reader,
  namespaces: readonly string[],
): Promise<readonly (readonly VirtualService[])[]> {
  return Promise.all(
    namespaces.map((name) =>
      reader.list<VirtualService>(
        `/apis/networking.istio.io/v1/namespaces/${name}/virtualservices?${netIstios}`,
      ),
    ),
  );
}

// A probe is noted each time that it fails, with pauses of up to half a minute.
const logLines = 400;

/** The log of net-istio's controller, where an ingress waits for its gateways: it alone tells which of them doesn't answer. */
export function probeLogsWanted(
  { istio, pods }: InstallationFacts,
  ingresses: readonly KIngress[],
): readonly LogWanted[] {
  const isWaiting = ingresses.some(
    (ingress) => conditionOf(ingress, "LoadBalancerReady")?.status === "Unknown",
  );
  return istio === undefined || !isWaiting
    ? []
    : controllerPods(pods).map(({ metadata: { namespace = "", name } }) => ({
        key: logKey(name),
        path: `/api/v1/namespaces/${namespace}/pods/${name}/log?container=controller&tailLines=${logLines}`,
      }));
}
