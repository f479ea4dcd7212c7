/** The outputs of a Service component. */
export interface ServiceOutputs {
  readonly url: string;
  readonly clusterLocalUrl: string;
  readonly tagUrls: Record<string, string>;
  readonly latestReadyRevision: string;
}

interface ServiceStatus {
  readonly url?: string;
  readonly address?: { readonly url?: string };
  readonly traffic?: readonly { readonly tag?: string; readonly url?: string }[];
  readonly latestReadyRevisionName?: string;
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
