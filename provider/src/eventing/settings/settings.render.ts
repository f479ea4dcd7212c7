import type { ConfigMaps } from "../../release/adapt";
import { leaderElection } from "../../serving/settings/leaderElection";
import { dataOf } from "../../serving/settings.render";
import type { EventingArgs } from "../eventing.args";
import { eventingFeatures } from "./features";

/** What is typed key by key, as data by ConfigMap; what is unset is left to upstream. */
export function eventingSettings({ features, leaderElection: election }: EventingArgs): ConfigMaps {
  const maps = [
    [eventingFeatures, features],
    [leaderElection, election],
  ] as const;
  return Object.fromEntries(
    maps.flatMap(([map, typed]) => {
      const data = dataOf(map, { ...typed });
      return Object.keys(data).length === 0 ? [] : [[map.configMap, data]];
    }),
  );
}
