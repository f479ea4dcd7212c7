import { parse, stringify } from "yaml";
import type { Problem } from "../problems";

/** What of a kubeconfig is changed here. */
interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster: Readonly<Record<string, unknown>> }[];
}

/**
 * The kubeconfig with another address of the API server. The cloud writes the public one or the one in the VPC, by what the
 * cluster has; this makes it the one that is wanted. Its certificate names both.
 */
export function withServer(kubeconfig: string, server: string | undefined): string {
  const read = parse(kubeconfig, { logLevel: "silent" }) as Kubeconfig | null;
  if (server === undefined || server === "" || read?.clusters === undefined) {
    return kubeconfig;
  }
  const clusters = read.clusters.map((each) => ({ ...each, cluster: { ...each.cluster, server } }));
  return stringify({ ...read, clusters });
}

/** Days before the end of a lasting kubeconfig from which on each run warns. */
const noticeDays = 60;
const day = 24 * 60 * 60 * 1000;

/** What is to be said of a kubeconfig's end, if anything. */
export function endOfKubeconfig(
  { expiration, minutes }: { readonly expiration: string | undefined; readonly minutes: number | undefined },
  now: Date,
): Problem | undefined {
  const path = "kubeconfig";
  const code = "KN7113";
  const ways = "run an update before a later destroy, or `pulumi destroy --run-program`";
  if (minutes !== undefined) {
    const reason = `is good for ${minutes} minutes, and the state keeps it as it is; ${ways}`;
    return { path, code, reason };
  }
  const end = Date.parse(expiration ?? "");
  if (Number.isNaN(end) || end - now.getTime() > noticeDays * day) {
    return undefined;
  }
  return {
    path,
    code,
    reason: `is good until ${expiration}; have it renewed in the cloud's console, then ${ways}`,
  };
}
