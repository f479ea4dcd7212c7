import type { KubeConfig } from "@kubernetes/client-node";
import type { Response } from "node-fetch";
import { forClientLibrary } from "./kubeconfigFiles";

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

/** A change of an object: by a JSON merge patch, by server-side apply, or its deletion with Kubernetes' DeleteOptions; or a new one. */
export type Change =
  | { readonly patch: object }
  | { readonly apply: object }
  | { readonly remove: object }
  | { readonly create: object };

/**
 * Gets an API path, or changes the object there. Throws ProbeError where there is no answer; whatever is answered is the
 * caller's to judge.
 */
export type Ask = (path: string, change?: Change) => Promise<Response>;

/** A reader of the API server of a context. The client library is big and so loaded on first use. */
export async function connect(
  kubeconfig: string,
  context: string,
  { timeoutSeconds }: ProbeOptions,
): Promise<Ask> {
  const [{ KubeConfig }, { default: fetch }] = await Promise.all([
    import("./kubernetesClient.js"),
    import("node-fetch"),
  ]);
  const config = new KubeConfig();
  config.loadFromString(forClientLibrary(kubeconfig));
  config.setCurrentContext(context);
  return (path, change) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    return request(() => fetchWith(config, fetch, path, { change, signal }));
  };
}

async function fetchWith(
  config: KubeConfig,
  fetch: typeof import("node-fetch").default,
  path: string,
  { change, signal }: { readonly change: Change | undefined; readonly signal: AbortSignal },
): Promise<Response> {
  const server = config.getCurrentCluster()?.server.replace(/\/$/, "") ?? "";
  const { body, ...method } = change === undefined ? {} : requestOf(change);
  const init = await config.applyToFetchOptions(method);
  return fetch(`${server}${path}`, { ...init, body, signal });
}

function requestOf(change: Change): { method: string; headers: Record<string, string>; body: string } {
  const sent = (method: string, type: string, body: object) => ({
    method,
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  if ("patch" in change) {
    return sent("PATCH", "application/merge-patch+json", change.patch);
  }
  if ("create" in change) {
    return sent("POST", "application/json", change.create);
  }
  return "apply" in change
    ? sent("PATCH", "application/apply-patch+yaml", change.apply)
    : sent("DELETE", "application/json", change.remove);
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
