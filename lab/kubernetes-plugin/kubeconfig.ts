import { existsSync, readFileSync } from "node:fs";
import type { RequestOptions } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Agent } from "node:https";
import type { Cluster, Context, KubeConfig } from "@kubernetes/client-node";
import type { Connection } from "./http";

/** Connections for requests. More of them only cost handshakes. */
const maxSockets = 16;

/** What the provider's options say instead of the kubeconfig. "" means nothing. */
export interface Overrides {
  readonly context: string;
  readonly cluster: string;
  readonly namespace: string;
}

/** Contents of a kubeconfig given as its text or as its path. `~` is the home directory. */
export function kubeconfigText(pathOrText: string): string {
  const path =
    pathOrText === "~" || pathOrText.startsWith("~/") ? join(homedir(), pathOrText.slice(1)) : pathOrText;
  return path.length < 4096 && !path.includes("\n") && existsSync(path)
    ? readFileSync(path, "utf8")
    : pathOrText;
}

/** Reads a kubeconfig; "" reads the one that kubectl would use. Throws where it is no kubeconfig. */
export async function loadKubeconfig(pathOrText: string): Promise<KubeConfig> {
  const { KubeConfig: Config } = await import("@kubernetes/client-node/dist/config.js");
  const config = new Config();
  if (pathOrText === "") {
    config.loadFromDefault();
  } else {
    config.loadFromString(kubeconfigText(pathOrText));
  }
  return config;
}

/** The context in use, with the overrides in it; undefined where the kubeconfig has none of that name. */
export function activeContext(config: KubeConfig, overrides: Overrides): Context | undefined {
  const name = overrides.context === "" ? config.getCurrentContext() : overrides.context;
  const context = config.getContextObject(name);
  if (context === null) {
    return undefined;
  }
  return {
    ...context,
    cluster: overrides.cluster === "" ? context.cluster : overrides.cluster,
    namespace: overrides.namespace === "" ? context.namespace : overrides.namespace,
  };
}

/** The cluster in use. Two equal clusters are taken for the same one. */
export function activeCluster(config: KubeConfig, overrides: Overrides): Cluster | undefined {
  const context = activeContext(config, overrides);
  return context === undefined ? undefined : (config.getCluster(context.cluster) ?? undefined);
}

/** How to reach the cluster in use. Throws where the kubeconfig does not say. */
export function connectionOf(config: KubeConfig, overrides: Overrides, timeoutMs: number): Connection {
  const context = activeContext(config, overrides);
  const cluster = activeCluster(config, overrides);
  if (context === undefined || cluster === undefined) {
    throw new Error(
      `invalid configuration: no context or cluster in use (context "${overrides.context || config.getCurrentContext()}")`,
    );
  }
  const { clusters, users } = config;
  config.loadFromOptions({ clusters, users, contexts: [context], currentContext: context.name });
  const known = new Map<string, Promise<RequestOptions>>();
  return {
    server: cluster.server,
    timeoutMs,
    credentials: (purpose, renew) => {
      const current = renew ? undefined : known.get(purpose);
      const options =
        current ?? requestOptions(config, purpose === "watch" ? Number.POSITIVE_INFINITY : maxSockets);
      known.set(purpose, options);
      options.catch(() => known.delete(purpose));
      return options;
    },
  };
}

async function requestOptions(config: KubeConfig, sockets: number): Promise<RequestOptions> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const agent = options.agent as (Agent & { keepAlive: boolean }) | undefined;
  if (agent !== undefined) {
    agent.keepAlive = true;
    agent.maxSockets = sockets;
  }
  return { agent: options.agent, headers: options.headers, auth: options.auth };
}
