import type { KubeConfig } from "@kubernetes/client-node";

/** What a cluster says of itself. */
export interface ClusterFacts {
  /** Version of the API server, for instance "1.34.4". */
  readonly serverVersion: string;
  /** Version of the Knative Serving that runs there, or undefined where there is none. */
  readonly installedVersion?: string;
}

/** Why a cluster couldn't be asked. */
export class ProbeError extends Error {
  constructor(
    readonly kind: "unreachable" | "denied",
    message: string,
  ) {
    super(message);
  }
}

export interface ProbeOptions {
  /** Seconds that one request may take. */
  readonly timeoutSeconds: number;
}

/** Asks the API server for its version, and for the version of the Knative that it runs. */
export async function probeCluster(
  kubeconfig: string,
  context: string,
  options: ProbeOptions,
): Promise<ClusterFacts> {
  const get = await connect(kubeconfig, context, options);
  const [version, controller] = await Promise.all([
    get<{ gitVersion: string }>("/version"),
    get<LabelledObject>("/apis/apps/v1/namespaces/knative-serving/deployments/controller"),
  ]);
  if (version === undefined) {
    throw new ProbeError("unreachable", "it doesn't serve /version, so it is no Kubernetes API server");
  }
  return {
    serverVersion: version.gitVersion.replace(/^v/, ""),
    installedVersion: controller?.metadata.labels?.["app.kubernetes.io/version"],
  };
}

interface LabelledObject {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
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
  const get = await connect(kubeconfig, context, options);
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

type Get = <T>(path: string) => Promise<T | undefined>;

/** A reader of API paths that gives undefined for what isn't there. The client library is big and so loaded on first use. */
async function connect(kubeconfig: string, context: string, { timeoutSeconds }: ProbeOptions): Promise<Get> {
  const [{ KubeConfig }, { default: fetch }] = await Promise.all([
    import("@kubernetes/client-node"),
    import("node-fetch"),
  ]);
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  config.setCurrentContext(context);
  return async <T>(path: string) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await request(() => fetchWith(config, fetch, path, signal));
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

async function fetchWith(
  config: KubeConfig,
  fetch: typeof import("node-fetch").default,
  path: string,
  signal: AbortSignal,
) {
  const init = await config.applyToFetchOptions({});
  const server = config.getCurrentCluster()?.server.replace(/\/$/, "") ?? "";
  return fetch(`${server}${path}`, { ...init, signal });
}

async function request<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw new ProbeError("unreachable", error instanceof Error ? plainReason(error) : String(error));
  }
}

function plainReason(error: Error): string {
  return error.name === "AbortError" || error.name === "TimeoutError" ? "no answer in time" : error.message;
}
