import * as pulumi from "@pulumi/pulumi";
import type { Diagnosis } from "./diagnose";
import { isTrue, type KnativeService, type Snapshot } from "./facts";
import type { Finding } from "./finding";
import { findingText } from "./findingText";
import { abandoned } from "./leftOver";
import { openReader, readSnapshot } from "./read";
import type { Reader } from "./reader";
import { hindrance, settle, shared, type Awaited } from "./settle";
import { Watch } from "./watch";

/** What a cluster is asked with, once that is known. */
export interface KnownCluster {
  readonly kubeconfig: string;
  readonly context: string;
}

interface Memory {
  readonly open: () => Promise<Reader>;
  readonly watch: Watch;
  /** One reading of a namespace for all services that ask at about the same time. */
  readonly read: (namespace: string) => Promise<Snapshot>;
  readonly cluster: pulumi.Output<KnownCluster>;
}

const requestSeconds = 20;
/** In milliseconds. */
const freshness = 2_500;

// A provider is known by its cluster; fields of the component's class would become outputs in the schema.
const memories = new WeakMap<pulumi.ProviderResource, Memory>();

/** Remembers how the cluster behind a provider is asked. */
export function rememberCluster(
  provider: pulumi.ProviderResource,
  cluster: pulumi.Output<KnownCluster>,
): void {
  const known = new Promise<KnownCluster>((resolve) => {
    cluster.apply(resolve);
  });
  const open = async (): Promise<Reader> => {
    const { kubeconfig, context } = await known;
    return openReader(kubeconfig, context, { timeoutSeconds: requestSeconds });
  };
  const read = shared(
    async (namespace: string) => readSnapshot(await open(), { namespaces: [namespace] }),
    freshness,
  );
  memories.set(provider, { open, watch: new Watch({ open }), read, cluster });
}

/** How the cluster that a component's objects go to is asked, where a Cluster of this process says so. */
export function clusterBehind(component: pulumi.Resource): pulumi.Output<KnownCluster> | undefined {
  return memoryOf(component)?.cluster;
}

/** How the cluster behind a provider is asked, where a Cluster of this process made the provider. */
export function clusterOf(provider: pulumi.ProviderResource): pulumi.Output<KnownCluster> | undefined {
  return memories.get(provider)?.cluster;
}

/**
 * Whether the wait for a component's service can end early: the cluster can be asked from here. It can't where the
 * provider is not a Cluster's, or a Cluster's in another process.
 */
export function canEndEarly(component: pulumi.Resource): boolean {
  return memoryOf(component) !== undefined;
}

function memoryOf(component: pulumi.Resource): Memory | undefined {
  const provider = component.getProvider("kubernetes:core/v1:Service");
  return provider === undefined ? undefined : memories.get(provider);
}

type Status = KnativeService["status"];

/**
 * The status of a service that is ready. Where the provider's wait ended without that, the wait goes on here, up to
 * `limitSeconds`, and ends with the diagnosis as soon as the service is broken for good. A service that was left broken
 * is looked at again in each update, until one records it as ready.
 */
export function readyStatus(
  component: pulumi.Resource,
  service: Awaited,
  status: pulumi.Output<Status>,
  limitSeconds: number,
): pulumi.Output<Status> {
  const memory = memoryOf(component);
  if (memory === undefined || limitSeconds === 0 || pulumi.runtime.isDryRun()) {
    return status;
  }
  memory.watch.add(service);
  const settled = status.apply((recorded): Status | Promise<Status> => {
    memory.watch.done(service);
    // Without any status nobody has waited: there is no cluster.
    return recorded === undefined || isTrue({ status: recorded })
      ? recorded
      : takeOver(component, service, memory, limitSeconds);
  });
  return settled as pulumi.Output<Status>;
}

async function takeOver(
  component: pulumi.Resource,
  service: Awaited,
  { open, read }: Memory,
  limitSeconds: number,
): Promise<Status> {
  const tell = (text: string) => pulumi.log.info(text, component);
  const { kind, diagnosis, live } = await settle(service, {
    read: () => read(service.namespace),
    limit: limitSeconds * 1000,
    onWait: ({ message }) => void pulumi.log.info(`waiting: ${message}`, component, undefined, true),
    onStuck: async (finding, snapshot) => takeAway(service, finding, snapshot, { open, tell }),
  });
  if (kind === "ready") {
    return live?.status;
  }
  throw new pulumi.ResourceError(failure(service, diagnosis), component, true);
}

/** Deletes the Deployment of a removed service that keeps this one's name taken and that nobody else would take away. */
export async function takeAway(
  { namespace, name }: Awaited,
  finding: Finding,
  { namespaces }: Snapshot,
  { open, tell }: { readonly open: () => Promise<Reader>; readonly tell: (text: string) => Promise<void> },
): Promise<void> {
  const facts = namespaces.get(namespace);
  const left = facts && abandoned(finding, facts)?.metadata;
  if (left?.uid !== undefined) {
    await (await open()).remove(`/apis/apps/v1/namespaces/${namespace}/deployments/${left.name}`, left.uid);
    await tell(
      `deleted Deployment ${namespace}/${left.name}: it was left from an earlier service "${name}" whose revision is gone, and Kubernetes' garbage collector had not taken it away`,
    );
  }
}

/** Why a service doesn't get ready: the first broken link, in full. */
export function failure({ namespace, name }: Awaited, diagnosis: Diagnosis): string {
  const found = hindrance(diagnosis) ?? diagnosis.services.flatMap(({ findings }) => findings)[0];
  const heading = `Knative Service ${namespace}/${name} doesn't get ready`;
  return found === undefined
    ? `${heading} in time; see \`pulumi-knative diagnose ${name} -n ${namespace}\``
    : `${heading}:\n${findingText(found)}`;
}
