import { mergedValues } from "../helm/values";
import type { PlatformArgs } from "../platform/platform.args";
import { serviceKey } from "../platform/serviceKey";
import type { ServiceArgs } from "../service/service.args";
import type { ClusterMemberArgs, MultiClusterArgs, ServiceOverridesArgs } from "./multiCluster.args";

/** One of the clusters with what it is to have. */
export interface Member {
  /** Where it stands among the clusters. */
  readonly index: number;
  readonly name: string;
  /** Its share of the requests: 0 where it is drained. */
  readonly weight: number;
  readonly platform: PlatformArgs;
}

/** What each cluster is to have: what all have, with its own overrides over it. */
export function planMembers(args: MultiClusterArgs): Member[] {
  return args.clusters.map((member, index) => ({
    index,
    name: member.name,
    weight: weightOf(member),
    platform: platformOf(args, member),
  }));
}

export function weightOf({ weight = 100, drained = false }: ClusterMemberArgs): number {
  return drained ? 0 : weight;
}

function platformOf(args: MultiClusterArgs, { cluster, overrides = {}, services }: ClusterMemberArgs) {
  const { serving, namespaces, eventing, observability, security } = args;
  const sections = { serving, namespaces, eventing, observability, security };
  const merged = Object.fromEntries(
    Object.entries(sections).map(([name, common]) => {
      const own = overrides[name as keyof typeof sections];
      return [name, own === undefined ? common : mergedValues(common, own)];
    }),
  ) as typeof sections;
  return withoutUndefined({
    cluster,
    ...merged,
    services: [
      ...(args.services ?? []).map((each) => overridden(each, overrides.services)),
      ...(services ?? []),
    ],
  });
}

function overridden(
  service: ServiceArgs,
  overrides: readonly ServiceOverridesArgs[] | undefined,
): ServiceArgs {
  const own = overrides?.[overrideOf(service, overrides)];
  return own === undefined ? service : (mergedValues(service, own) as ServiceArgs);
}

/** Which of the overrides is a service's; -1 where none is. */
export function overrideOf(
  service: ServiceArgs,
  overrides: readonly ServiceOverridesArgs[] | undefined = [],
): number {
  return overrides.findIndex((own) => keyOfOverride(own) === serviceKey(service));
}

export function keyOfOverride({ name, namespace = "default" }: ServiceOverridesArgs): string {
  return serviceKey({ name, namespace, image: "" });
}

function withoutUndefined(platform: PlatformArgs): PlatformArgs {
  return Object.fromEntries(Object.entries(platform).filter(([, value]) => value !== undefined));
}
