/** The outputs of a Service component. */
export interface ServiceOutputs {
  readonly url: string;
  readonly clusterLocalUrl: string;
  readonly tagUrls: Record<string, string>;
  readonly latestReadyRevision: string;
}

export interface ServiceStatus {
  readonly url?: string;
  readonly address?: { readonly url?: string };
  readonly traffic?: readonly { readonly tag?: string; readonly url?: string }[];
  readonly latestReadyRevisionName?: string;
}

/**
 * The URL to tell of a service. Labels raise no generation, so a service that has just been made private is ready at once,
 * and its status tells the URL from outside for a moment more; the one inside the cluster never changes.
 */
export function urlOf(status: ServiceStatus | undefined, isPrivate: boolean): string {
  const { url, clusterLocalUrl } = readServiceState(status);
  return isPrivate && clusterLocalUrl !== "" ? clusterLocalUrl : url;
}

/** What a Knative Service's status tells its users; empty texts where nothing was waited for. */
export function readServiceState(status: ServiceStatus | undefined): ServiceOutputs {
  const tagged = (status?.traffic ?? []).flatMap(({ tag, url }) =>
    tag === undefined || url === undefined ? [] : [[tag, url] as const],
  );
  return {
    url: status?.url ?? "",
    clusterLocalUrl: status?.address?.url ?? "",
    tagUrls: Object.fromEntries(tagged),
    latestReadyRevision: status?.latestReadyRevisionName ?? "",
  };
}
