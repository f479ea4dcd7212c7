import * as pulumi from "@pulumi/pulumi";
import { readKubeconfig } from "../cluster/kubeconfig";
import { ProbeError } from "../cluster/connect";
import { clusterBehind, type KnownCluster } from "../diagnose/early";
import { openReader } from "../diagnose/read";
import type { Reader } from "../diagnose/reader";
import type { KubeObject } from "../diagnose/facts";
import { problemLine, ProblemsError, refuse, type Problem } from "../problems";
import type { AskCloud } from "./ack.gate";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import {
  changesOfLive,
  checkLive,
  isForAnother,
  liveNotices,
  type LiveService,
  type ServiceReading,
  type WantedState,
} from "./alibabaLoadBalancer.live";
import { adoptedService } from "./alibabaLoadBalancer.settings";
import type { SlbQuestion } from "./alibabaLoadBalancer.types";
import { askZoneFacts, checkZoneFacts, type NamedZones, type ZoneFacts } from "./alibabaLoadBalancer.zones";
import { alicloudVersion } from "./cloud.version";

const requestSeconds = 20;

/** What became of looking at the Service. */
export interface Adoption {
  /** Undefined where it wasn't looked at. */
  readonly live: LiveService | undefined;
  /** Whether its load balancer must be given up before it gets another. */
  readonly givesUp: boolean;
}

/** Who asks: messages are about it. */
export interface Asking {
  readonly component: pulumi.Resource;
  readonly name: string;
}

/** How the cluster is asked: by the arguments, or as the Cluster whose provider is used. */
export function clusterOf(
  { kubeconfig, context }: AlibabaLoadBalancerArgs,
  component: pulumi.Resource,
): pulumi.Output<KnownCluster | undefined> {
  if (kubeconfig === undefined && context === undefined) {
    return pulumi.secret(clusterBehind(component) ?? pulumi.output(undefined));
  }
  return pulumi.secret(pulumi.all([kubeconfig, context])).apply(([text, name]) => {
    const reading = readKubeconfig(text, name);
    if (!("text" in reading)) {
      throw new ProblemsError("AlibabaLoadBalancer", reading.problems);
    }
    return { kubeconfig: reading.text, context: reading.context };
  });
}

/** Opens a reader of a cluster. */
export const openCluster = ({ kubeconfig, context }: KnownCluster): Promise<Reader> =>
  openReader(kubeconfig, context, { timeoutSeconds: requestSeconds });

/** Path of the Service in the API. */
export function servicePath(args: AlibabaLoadBalancerArgs): string {
  const { namespace, name } = adoptedService(args);
  return `/api/v1/namespaces/${namespace}/services/${name}`;
}

/** The Service as it is, or the others in its namespace. Undefined where it may not be read. */
export async function readService(
  args: AlibabaLoadBalancerArgs,
  reader: Reader,
): Promise<ServiceReading | undefined> {
  const path = servicePath(args);
  const live = await reader.get<LiveService & KubeObject>(path);
  if (live !== undefined) {
    return { live };
  }
  const others = await reader.list(path.slice(0, path.lastIndexOf("/")));
  return reader.denied.length > 0 ? undefined : { others: others.map(({ metadata }) => metadata.name ?? "") };
}

/**
 * Looks at the Service and refuses what its load balancer wouldn't follow. Where the cluster can't be asked, that is said, and the
 * update is left to it.
 */
export async function passService(
  { component, name }: Asking,
  args: AlibabaLoadBalancerArgs,
  known: KnownCluster | undefined,
  wanted: WantedState,
): Promise<Adoption> {
  const unasked: Adoption = { live: undefined, givesUp: false };
  if (known === undefined) {
    await warn(component, unlooked("neither kubeconfig nor a Cluster of this program says how"));
    return unasked;
  }
  let reading: ServiceReading | undefined;
  try {
    reading = await readService(args, await openCluster(known));
  } catch (error) {
    if (!(error instanceof ProbeError) || !pulumi.runtime.isDryRun()) {
      throw error;
    }
    await warn(component, unlooked(error.message));
    return unasked;
  }
  if (reading === undefined) {
    await warn(component, unlooked("the credentials may not read it"));
    return unasked;
  }
  const adoption = judge(name, args, reading, wanted);
  for (const notice of adoption.notices) {
    await warn(component, notice);
  }
  return adoption;
}

/** What is to be done about a Service. Throws all that is wrong. */
export function judge(
  name: string,
  args: AlibabaLoadBalancerArgs,
  reading: ServiceReading,
  wanted: WantedState,
): Adoption & { readonly notices: readonly Problem[] } {
  refuse("AlibabaLoadBalancer", checkLive(name, args, reading, wanted));
  const { live } = reading as { readonly live: LiveService };
  const changes = changesOfLive(name, live, wanted).filter(({ kind }) => kind !== "stays");
  const givesUp = changes.length > 0 || isForAnother(name, args, live, wanted);
  return { live, givesUp, notices: liveNotices(name, args, live, givesUp) };
}

/** What is said where the Service isn't looked at. */
export function unlooked(why: string): Problem {
  return {
    path: "service",
    code: "KN7053",
    reason: `isn't looked at before the update: ${why}; whether it is there, and what load balancer it has, is not checked`,
  };
}

function warn(component: pulumi.Resource, problem: Problem): Promise<void> {
  return pulumi.log.warn(problemLine(problem), component);
}

/** Asks the cloud for the zones that are named, and refuses those that it hasn't. */
export async function passZones(
  component: pulumi.Resource,
  args: AlibabaLoadBalancerArgs,
  named: NamedZones,
  ask: AskCloud<SlbQuestion>,
): Promise<ZoneFacts> {
  const facts = await knownZones(component, args, named, ask);
  refuse("AlibabaLoadBalancer", checkZoneFacts(args, named, facts));
  return facts;
}

/** What the cloud says of the zones that are named at a path; where it can't be asked, that is said, and it says nothing. */
export async function knownZones(
  component: pulumi.Resource,
  args: AlibabaLoadBalancerArgs,
  named: NamedZones,
  ask: AskCloud<SlbQuestion>,
  path = "settings",
): Promise<ZoneFacts> {
  try {
    return await askZoneFacts(args, named, ask);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).trim().split("\n")[0];
    await warn(component, zonesUnasked(why ?? "no reason", path));
    return {};
  }
}

/** What is said where the cloud isn't asked for its zones. */
export function zonesUnasked(why: string, path = "settings"): Problem {
  const reason = `Alibaba Cloud can't be asked for its zones: ${why}; they are not checked`;
  return { path: `${path}.network`, code: "KN7054", reason };
}

/** The cloud, asked with the provider of the region, or with that of the component's own resources. */
export function askThrough(
  parent: pulumi.Resource,
  provider: pulumi.ProviderResource | undefined,
): AskCloud<SlbQuestion> {
  return (question, args) =>
    pulumi.runtime.invoke(
      question,
      { ...args },
      { parent, ...(provider === undefined ? {} : { provider }), version: alicloudVersion },
    );
}
