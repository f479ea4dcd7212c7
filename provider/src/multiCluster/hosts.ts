import { isPrivate } from "../platform/domains";
import type { ServiceArgs } from "../service/service.args";
import { hostOf } from "../serving/hosts";
import type { ServingArgs } from "../serving/serving.args";
import { domainTemplateOf } from "../serving/tls.coverage";
import type { MultiClusterArgs } from "./multiCluster.args";
import type { Member } from "./multiCluster.plan";

/** Names under which a cluster answers for what all have; undefined where that isn't known before it runs. */
export function hostsIn({ platform }: Member, common: number): readonly string[] | undefined {
  const { serving = {}, services = [] } = platform;
  const open = services.slice(0, common).filter((service) => !isPrivate(service, serving));
  const hosts = open.map((service) => ownHost(service, serving));
  const mapped = open.flatMap(({ domainMappings = [] }) => domainMappings.map(({ domain }) => domain));
  return hosts.every((host) => host !== undefined)
    ? [...new Set([...hosts, ...mapped])].toSorted()
    : undefined;
}

function ownHost(service: ServiceArgs, serving: ServingArgs): string | undefined {
  const { domain, domains, gateways = [] } = serving;
  const hasOthers = domains !== undefined || gateways.some((gateway) => gateway.domain !== undefined);
  const { name = "", namespace = "default" } = service;
  return typeof domain === "string" && !hasOthers
    ? hostOf(domainTemplateOf(serving), { name, namespace }, domain)
    : undefined;
}

/** Names that lead to all clusters: those given, else those that all clusters answer to alike; undefined where there are none such. */
export function jointHosts(
  args: MultiClusterArgs,
  members: readonly Member[],
): readonly string[] | undefined {
  if (args.hosts !== undefined) {
    return args.hosts;
  }
  const [first, ...others] = members.map((member) => hostsIn(member, args.services?.length ?? 0));
  const isSame = others.every((hosts) => hosts?.join() === first?.join());
  return isSame ? first : undefined;
}
