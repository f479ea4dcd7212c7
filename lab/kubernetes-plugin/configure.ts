import { Informers } from "./await/informers";
import { Cluster, probe } from "./cluster";
import { readSettings, type Settings } from "./config";
import type { Provider } from "./context";
import { Discovery } from "./discovery";
import { messageOf } from "./errors";
import { Http, type Connection } from "./http";
import { activeContext, connectionOf, loadKubeconfig } from "./kubeconfig";
import { Limiter } from "./limiter";
import type { Log } from "./log";
import { pluckString } from "./value";

/** Reads the options and looks whether the cluster is there. One that is not is no error before it is needed. */
export async function configure(
  variables: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
  cancelled: AbortSignal,
): Promise<Provider> {
  const settings = readSettings(variables, env);
  log.log("debug", "", "Kubernetes plugin: lab stand-in, not the official one");
  const found = await connect(settings);
  const offline = { settings, log, cluster: undefined, informers: undefined, minorVersion: 0 };
  if ("reason" in found) {
    return { ...offline, defaultNamespace: settings.namespace, unreachable: found.reason };
  }
  const http = new Http(found.connection, new Limiter(settings.qps, settings.burst));
  const answer = await probe(http);
  if ("reason" in answer) {
    return { ...offline, defaultNamespace: found.namespace, unreachable: answer.reason };
  }
  const cluster = new Cluster(http, new Discovery(http), cancelled);
  return {
    settings,
    log,
    cluster,
    informers: new Informers(cluster),
    defaultNamespace: found.namespace,
    unreachable: "",
    minorVersion: Number.parseInt(pluckString(answer.version, "minor"), 10) || 0,
  };
}

type Found = { readonly connection: Connection; readonly namespace: string } | { readonly reason: string };

async function connect(settings: Settings): Promise<Found> {
  try {
    const config = await loadKubeconfig(settings.kubeconfig);
    const namespace = activeContext(config, settings)?.namespace;
    const connection = connectionOf(config, settings, settings.timeout * 1000);
    await connection.credentials("request", false);
    return { connection, namespace: namespace === undefined || namespace === "" ? "default" : namespace };
  } catch (error) {
    return {
      reason:
        settings.kubeconfig === ""
          ? `unable to load Kubernetes client configuration from kubeconfig file: ${messageOf(error)}`
          : `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${messageOf(error)}`,
    };
  }
}
