import type { GatewayApiInstallation } from "../gatewayApi/gatewayApi.args";
import { probeGatewayApi } from "../gatewayApi/gatewayApi.probe";
import type { IstioInstallation } from "../istio/istio.args";
import { probeIstio, type Get } from "../istio/istio.probe";
import type { KubeOvnInstallation } from "../kubeovn/kubeOvn.args";
import { probeAddresses, probeKubeOvn, type ClusterAddresses } from "../kubeovn/kubeOvn.probe";
import type { KnativeInstallation } from "../ownership/installation.args";
import { controllerPath, controllers, probeInstallation } from "../ownership/installation.probe";
import { eventingNamespace } from "../release/catalog";
import { connect, ProbeError, type Ask, type ProbeOptions } from "./connect";

export { ProbeError, type ProbeOptions } from "./connect";

/** What a cluster says of itself. */
export interface ClusterFacts extends ClusterAddresses {
  /** Version of the API server, for instance "1.34.4". */
  readonly serverVersion: string;
  /** Version of the Knative Serving that runs there, or undefined where there is none. */
  readonly installedVersion?: string;
  /** What may not be read though an upgrade's check hangs on it: paths of the API. */
  readonly forbidden: readonly string[];
  /** What it has of Knative, and whose that is. */
  readonly installation?: KnativeInstallation;
  /** What it has of Knative Eventing, and whose that is. */
  readonly eventingInstallation?: KnativeInstallation;
  /** Whether it serves the definitions of cert-manager that Knative needs, or undefined where that may not be asked. */
  readonly certManagerInstalled?: boolean;
  /** What it has of Istio, or undefined where that may not be asked. */
  readonly installedIstio?: IstioInstallation;
  /** What it has of the Gateway API, or undefined where that may not be asked. */
  readonly installedGatewayApi?: GatewayApiInstallation;
  /** What it has of Kube-OVN, or undefined where that may not be asked. */
  readonly installedKubeOvn?: KubeOvnInstallation;
}

/** Asks the API server for its version, and for the version of the Knative that it runs. */
export async function probeCluster(
  kubeconfig: string,
  context: string,
  { namespaces, ...options }: ProbeOptions & { readonly namespaces: readonly string[] },
): Promise<ClusterFacts> {
  const forbidden: string[] = [];
  const get = reader(await connect(kubeconfig, context, options), (path) => forbidden.push(path));
  const [
    version,
    certManagerInstalled,
    installedIstio,
    installedGatewayApi,
    installedKubeOvn,
    addresses,
    installation,
    eventingInstallation,
  ] = await Promise.all([
    get<{ gitVersion: string }>("/version"),
    hasCertManager(get),
    probeIstio(get),
    probeGatewayApi(get),
    probeKubeOvn(get),
    probeAddresses(get),
    probeInstallation(get, namespaces),
    probeInstallation(get, [eventingNamespace], controllers.eventing),
  ]);
  if (version === undefined) {
    throw new ProbeError("unreachable", "it doesn't serve /version, so it is no Kubernetes API server");
  }
  return {
    serverVersion: version.gitVersion.replace(/^v/, ""),
    installedVersion: installation.version,
    certManagerInstalled,
    installedIstio,
    installedGatewayApi,
    installedKubeOvn,
    installation,
    forbidden: forbidden.filter((path) => path === controllerPath()),
    eventingInstallation,
    ...addresses,
  };
}

/** Asks the cluster for its identity and for namespaces: whose they are. */
export async function readInstallation(
  kubeconfig: string,
  context: string,
  namespaces: readonly string[],
  options: ProbeOptions,
): Promise<KnativeInstallation> {
  return probeInstallation(reader(await connect(kubeconfig, context, options)), namespaces);
}

// What Knative's controller looks for at its start: serving cmd/controller/main.go.
const certManagerKinds = {
  "cert-manager.io/v1": ["certificaterequests", "certificates", "clusterissuers", "issuers"],
  "acme.cert-manager.io/v1": ["challenges"],
} as const;

interface ResourceList {
  readonly resources: readonly { readonly name: string }[];
}

async function hasCertManager(get: Get): Promise<boolean | undefined> {
  const answer = await get<{ groups?: readonly { readonly name: string }[] }>("/apis");
  if (answer?.groups === undefined) {
    return undefined;
  }
  const { groups } = answer;
  const found = await Promise.all(
    Object.entries(certManagerKinds).map(async ([version, kinds]) => {
      const served = groups.some(({ name }) => version.startsWith(`${name}/`))
        ? await get<ResourceList>(`/apis/${version}`)
        : undefined;
      return kinds.every((kind) => served?.resources.some(({ name }) => name === kind) === true);
    }),
  );
  return found.every((each) => each);
}

/** Whether the cluster serves a group of its API; undefined where that may not be asked. */
export async function servesGroup(
  kubeconfig: string,
  context: string,
  group: string,
  options: ProbeOptions,
): Promise<boolean | undefined> {
  const get = reader(await connect(kubeconfig, context, options));
  const answer = await get<{ groups?: readonly { readonly name: string }[] }>("/apis");
  return answer?.groups?.some(({ name }) => name === group);
}

interface NamespaceObject {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message: string }[] };
}

/**
 * Waits until none of the namespaces is terminating: objects made in a namespace that goes are refused.
 * Gives the reason, in the words of the namespace's own conditions, if one is still there after `limitSeconds`.
 */
export async function awaitNamespacesGone(
  kubeconfig: string,
  context: string,
  namespaces: readonly string[],
  options: ProbeOptions & { readonly limitSeconds: number; readonly onWait: (message: string) => void },
): Promise<string | undefined> {
  const get = reader(await connect(kubeconfig, context, options));
  const until = Date.now() + options.limitSeconds * 1000;
  for (;;) {
    const found = await Promise.all(
      namespaces.map((name) => get<NamespaceObject>(`/api/v1/namespaces/${name}`)),
    );
    const going = namespaces.filter((_, index) => found[index]?.metadata.deletionTimestamp !== undefined);
    if (going.length === 0) {
      return undefined;
    }
    const held = found
      .flatMap((namespace) => namespace?.status?.conditions ?? [])
      .filter(({ status }) => status === "True");
    const reason = [
      `namespace ${going.join(", ")} is still terminating`,
      ...held.map(({ message }) => message),
    ].join("; ");
    if (Date.now() > until) {
      return reason;
    }
    options.onWait(reason);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** A reader of API paths that gives undefined for what isn't there. */
function reader(ask: Ask, onForbidden: (path: string) => void = () => undefined): Get {
  return async <T>(path: string) => {
    const response = await ask(path);
    if (response.status === 403) {
      onForbidden(path);
    }
    // Credentials of a preview may be allowed to read little; only the version is indispensable.
    if (response.status === 404 || (response.status === 403 && path !== "/version")) {
      return undefined;
    }
    if (response.status === 401 || response.status === 403) {
      throw new ProbeError("denied", `GET ${path} answered ${response.status} ${response.statusText}`);
    }
    if (!response.ok) {
      throw new ProbeError("unreachable", `GET ${path} answered ${response.status} ${response.statusText}`);
    }
    return (await response.json()) as T;
  };
}
