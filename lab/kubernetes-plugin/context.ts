import type { Cluster } from "./cluster";
import type { Settings } from "./config";
import type { Informers } from "./await/informers";
import type { Log } from "./log";

/** What a configured provider works with. */
export interface Provider {
  readonly settings: Settings;
  /** The namespace of objects that say none: the provider's option, the kubeconfig's, or "default". */
  readonly defaultNamespace: string;
  /** undefined where the cluster can't be reached. */
  readonly cluster: Cluster | undefined;
  readonly informers: Informers | undefined;
  /** Why the cluster can't be reached; "" where it can. */
  readonly unreachable: string;
  /** Kubernetes' minor version; 0 where it is not known. */
  readonly minorVersion: number;
  readonly log: Log;
}

/** The cluster. Throws where it can't be reached. */
export function reachable(provider: Provider): { readonly cluster: Cluster; readonly informers: Informers } {
  const { cluster, informers } = provider;
  if (cluster === undefined || informers === undefined) {
    throw new Error(`configured Kubernetes cluster is unreachable: ${provider.unreachable}`);
  }
  return { cluster, informers };
}
