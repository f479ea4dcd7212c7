import { ingressLayers } from "../serving/layers";
import { connect, ProbeError, type Ask, type Change, type ProbeOptions } from "../cluster/connect";
import {
  named,
  type InstallationFacts,
  type KubeObject,
  type Namespace,
  type NamespaceFacts,
  type Pod,
  type Snapshot,
} from "./facts";
import { gatewayNamespace, kourierController } from "./gateway";
import { apiController } from "./gatewayApi/gateways";
import { readGatewayApi } from "./gatewayApi/read";
import { installedClass } from "./ingress";
import { controllerName } from "./istio/gateways";
import { probeLogsWanted, readIstio, readVirtualServices } from "./istio/read";
import { servingNamespace } from "./controllers";
import { queueProxy } from "./pods";
import type { LogWanted, Reader } from "./reader";

/** What of the cluster to look at. */
export interface Scope {
  /** Application namespaces; undefined means all that have services. */
  readonly namespaces?: readonly string[];
}

/** The containers whose logs are read, at most: each is a request. */
const mostLogs = 8;
const logLines = 15;

/** A reader of the cluster that a kubeconfig's context names. Throws ProbeError where it can't be reached. */
export async function openReader(
  kubeconfig: string,
  context: string,
  options: ProbeOptions,
): Promise<Reader> {
  return makeReader(await connect(kubeconfig, context, options));
}

export function makeReader(ask: Ask): Reader {
  const denied: string[] = [];
  const answer = async (path: string, change?: Change) => {
    const response = await ask(path, change);
    if (response.status === 401) {
      throw new ProbeError("denied", `${path} answered 401 ${response.statusText}`);
    }
    if (response.status === 403) {
      denied.push(path);
    }
    if (response.status >= 500) {
      throw new ProbeError("unreachable", `${path} answered ${response.status} ${response.statusText}`);
    }
    return response.ok ? response : undefined;
  };
  return {
    denied,
    list: async <T extends KubeObject>(path: string) =>
      ((await (await answer(path))?.json()) as { readonly items?: readonly T[] } | undefined)?.items ?? [],
    get: async <T extends KubeObject>(path: string) => (await (await answer(path))?.json()) as T | undefined,
    text: async (path) => (await (await answer(path))?.text()) ?? "",
    patch: async (path, change) => {
      await answer(path, { patch: change });
    },
    remove: async (path, uid) => {
      await answer(path, { remove: { preconditions: { uid }, propagationPolicy: "Background" } });
    },
  };
}

/** Reads all that a diagnosis is made from. */
export async function readSnapshot(reader: Reader, scope: Scope): Promise<Snapshot> {
  const names = scope.namespaces ?? (await namespacesWithServices(reader));
  const [installation, ...facts] = await Promise.all([
    readInstallation(reader),
    ...names.map((name) => readNamespace(reader, name)),
  ]);
  const routes = installation.istio === undefined ? undefined : await readVirtualServices(reader, names);
  const pods = [...facts.flatMap((namespace) => namespace.pods), ...installation.pods];
  return {
    readAt: Date.now(),
    installation,
    namespaces: new Map(
      names.map((name, index) => [
        name,
        { ...(facts[index] as NamespaceFacts), ...(routes && { virtualServices: routes[index] }) },
      ]),
    ),
    logs: await readLogs(reader, [
      ...logsWanted(pods),
      ...probeLogsWanted(
        installation,
        facts.flatMap(({ ingresses }) => ingresses),
      ),
    ]),
    denied: [...reader.denied],
  };
}

async function namespacesWithServices(reader: Reader): Promise<readonly string[]> {
  const services = await reader.list("/apis/serving.knative.dev/v1/services");
  return [...new Set(services.flatMap(({ metadata }) => metadata.namespace ?? []))].toSorted();
}

async function readNamespace(reader: Reader, name: string): Promise<NamespaceFacts> {
  const serving = `/apis/serving.knative.dev/v1/namespaces/${name}`;
  const network = `/apis/networking.internal.knative.dev/v1alpha1/namespaces/${name}`;
  const core = `/api/v1/namespaces/${name}`;
  // Pods and deployments of anything else in the namespace are not looked at.
  const ours = `labelSelector=${encodeURIComponent("serving.knative.dev/revision")}`;
  const list = async <K extends keyof Lists>(key: K, path: string) => [key, await reader.list(path)] as const;
  const lists = await Promise.all([
    list("services", `${serving}/services`),
    list("configurations", `${serving}/configurations`),
    list("revisions", `${serving}/revisions`),
    list("routes", `${serving}/routes`),
    list("ingresses", `${network}/ingresses`),
    list("domainMappings", `/apis/serving.knative.dev/v1beta1/namespaces/${name}/domainmappings`),
    list("deployments", `/apis/apps/v1/namespaces/${name}/deployments?${ours}`),
    list("pods", `${core}/pods?${ours}`),
    list("events", `${core}/events?${troubling}`),
  ]);
  const namespace = await reader.get<Namespace>(core);
  return { namespace, ...(Object.fromEntries(lists) as unknown as Lists) };
}

type Lists = Omit<NamespaceFacts, "namespace" | "virtualServices">;

const troubling = `fieldSelector=${encodeURIComponent("type=Warning")}`;

/** The system namespaces, Knative's own first, and what the network layer has beside them. */
async function readParts(
  reader: Reader,
): Promise<Layers & { readonly parts: readonly [SystemFacts, ...SystemFacts[]] }> {
  const serving = await readSystem(reader, servingNamespace);
  const has = (name: string) => named(serving.deployments, name, servingNamespace) !== undefined;
  const isLayer = (layer: keyof typeof ingressLayers, controller: string) =>
    installedClass(serving) === ingressLayers[layer].ingressClass && has(controller);
  const istio = isLayer("istio", controllerName) ? await readIstio(reader, serving) : undefined;
  const api = isLayer("gateway-api", apiController) ? await readGatewayApi(reader, serving) : undefined;
  const isKourier = (istio ?? api) === undefined || has(kourierController);
  const further = new Set([
    ...(istio?.namespaces ?? []),
    ...(api?.namespaces ?? []),
    ...(isKourier ? [gatewayNamespace(serving)] : []),
  ]);
  const others = await Promise.all(
    [...further].filter((name) => name !== servingNamespace).map((name) => readSystem(reader, name)),
  );
  return {
    parts: [serving, ...others],
    ...(istio && { istio: istio.facts }),
    ...(api && { gatewayApi: api.facts }),
  };
}

async function readInstallation(reader: Reader): Promise<InstallationFacts> {
  const { parts, ...layers } = await readParts(reader);
  const all = <K extends keyof SystemFacts>(key: K): SystemFacts[K] =>
    parts.flatMap((part): readonly unknown[] => part[key]) as unknown as SystemFacts[K];
  const admission = "/apis/admissionregistration.k8s.io/v1";
  const [mutating, validating, nodes, domainClaims] = await Promise.all([
    reader.list<InstallationFacts["webhooks"][number]>(
      `${admission}/mutatingwebhookconfigurations?${knatives}`,
    ),
    reader.list<InstallationFacts["webhooks"][number]>(
      `${admission}/validatingwebhookconfigurations?${knatives}`,
    ),
    reader.list<InstallationFacts["nodes"][number]>("/api/v1/nodes"),
    reader.list("/apis/networking.internal.knative.dev/v1alpha1/clusterdomainclaims"),
  ]);
  return {
    namespaces: all("namespaces"),
    deployments: all("deployments"),
    pods: all("pods"),
    services: all("services"),
    endpointSlices: all("endpointSlices"),
    networkPolicies: all("networkPolicies"),
    events: all("events"),
    configMaps: parts[0].configMaps,
    webhooks: [...mutating, ...validating],
    nodes,
    domainClaims,
    ...layers,
  };
}

const knatives = `labelSelector=${encodeURIComponent("app.kubernetes.io/name=knative-serving")}`;

/** What there is of network layers beside their namespaces. */
type Layers = Pick<InstallationFacts, "istio" | "gatewayApi">;
export type SystemFacts = Omit<InstallationFacts, "webhooks" | "nodes" | "domainClaims" | keyof Layers>;

/** What there is in one namespace of an installation. */
export async function readSystem(reader: Reader, name: string): Promise<SystemFacts> {
  const core = `/api/v1/namespaces/${name}`;
  const list = async (key: keyof SystemFacts, path: string) => [key, await reader.list(path)] as const;
  const lists = await Promise.all([
    list("namespaces", `/api/v1/namespaces?fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`),
    list("deployments", `/apis/apps/v1/namespaces/${name}/deployments`),
    list("pods", `${core}/pods`),
    list("services", `${core}/services`),
    list("endpointSlices", `/apis/discovery.k8s.io/v1/namespaces/${name}/endpointslices`),
    list("configMaps", `${core}/configmaps`),
    list("networkPolicies", `/apis/networking.k8s.io/v1/namespaces/${name}/networkpolicies`),
    list("events", `${core}/events?${troubling}`),
  ]);
  return Object.fromEntries(lists) as unknown as SystemFacts;
}

/** The logs that the judgements ask for: of what crashed, the run before; of what isn't ready, queue-proxy's. */
export function logsWanted(pods: readonly Pod[]): readonly LogWanted[] {
  return pods
    .flatMap(({ metadata: { namespace = "default", name }, status }) =>
      (status?.containerStatuses ?? []).flatMap((container): LogWanted[] => {
        const hasEnded = container.lastState?.terminated !== undefined;
        const isWaiting = container.name === queueProxy && container.state?.running !== undefined;
        if (
          container.ready === true ||
          !(hasEnded || isWaiting || container.state?.terminated !== undefined)
        ) {
          return [];
        }
        const query = `container=${container.name}&tailLines=${logLines}${hasEnded ? "&previous=true" : ""}`;
        return [
          {
            key: `${namespace}/${name}/${container.name}`,
            path: `/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`,
          },
        ];
      }),
    )
    .slice(0, mostLogs);
}

/** Last lines of logs, by their keys. */
export async function readLogs(
  reader: Reader,
  wanted: readonly LogWanted[],
): Promise<ReadonlyMap<string, string>> {
  const entries = wanted.map(async ({ key, path }) => [key, await reader.text(path)] as const);
  return new Map(await Promise.all(entries));
}
