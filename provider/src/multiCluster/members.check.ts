import type { ClusterArgs } from "../cluster/cluster.args";
import { serviceKey } from "../platform/serviceKey";
import { didYouMean, problemIf, type Problem } from "../problems";
import type { ClusterMemberArgs, MultiClusterArgs } from "./multiCluster.args";
import { keyOfOverride, weightOf } from "./multiCluster.plan";

/** What has to hold between the clusters, apart from what is in them. */
export function checkMembers(args: MultiClusterArgs): Problem[] {
  const { clusters, services = [] } = args;
  const known = services.map(serviceKey);
  return [
    ...checkDistinct(clusters),
    ...problemIf(
      clusters.every((member) => weightOf(member) === 0),
      "clusters",
      "KN9502",
      "are all drained or of weight 0: nobody would take requests; keep one",
    ),
    ...clusters.flatMap((member, index) => checkOverrides(member, `clusters[${index}].overrides`, known)),
  ];
}

function checkDistinct(clusters: readonly ClusterMemberArgs[]): Problem[] {
  const names = clusters.map(({ name }) => name);
  const places = clusters.map(({ cluster }) => placeOf(cluster));
  return clusters.flatMap(({ name }, index) => {
    const place = places[index];
    const first = places.indexOf(place);
    return [
      ...problemIf(
        names.indexOf(name) < index,
        `clusters[${index}].name`,
        "KN1007",
        `"${name}" is the name of clusters[${names.indexOf(name)}] already`,
      ),
      ...problemIf(
        place !== undefined && first < index,
        `clusters[${index}].cluster`,
        "KN9501",
        `is the cluster of clusters[${first}] ("${names[first]}") already; give it a kubeconfig or a context of its own`,
      ),
    ];
  });
}

/** Which cluster is meant, where that can be told from here. */
function placeOf({ kubeconfig, context, ack, ackServerless }: ClusterArgs = {}): string | undefined {
  const isPlain = [kubeconfig, context].every((value) => value === undefined || typeof value === "string");
  return isPlain && ack === undefined && ackServerless === undefined
    ? JSON.stringify([kubeconfig ?? null, context ?? null])
    : undefined;
}

function checkOverrides(
  { overrides = {} }: ClusterMemberArgs,
  path: string,
  known: readonly string[],
): Problem[] {
  const { services = [] } = overrides;
  const keys = services.map(keyOfOverride);
  return services.flatMap((_, index) => {
    const key = keys[index] ?? "";
    const at = `${path}.services[${index}].name`;
    return [
      ...problemIf(
        !known.includes(key),
        at,
        "KN9503",
        `"${key}" is none of the services that all clusters have${didYouMean(key, known)}; a service of this cluster alone stands in its services`,
      ),
      ...problemIf(
        keys.indexOf(key) < index,
        at,
        "KN1007",
        `"${key}" is overridden by an earlier entry already`,
      ),
    ];
  });
}
