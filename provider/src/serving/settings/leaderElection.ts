import { integer, time, type SettingsMap } from "./setting";

/** How replicas of a controller agree on who works: ConfigMap `config-leader-election`, with upstream's names in camel case. */
export interface LeaderElectionSettingsArgs {
  /** Time after which others take over from a leader that is silent, above `renewDeadline`, up to 1h. Default: "60s". */
  leaseDuration?: string;
  /** Time in which a leader must renew its lease, above 1.2 × `retryPeriod`, up to 1h. Default: "40s". */
  renewDeadline?: string;
  /** Time between two tries, from 1s to 1h. Default: "10s". */
  retryPeriod?: string;
  /** Parts that a controller's work is split into, so that replicas share it, from 1 to 10. Default: 1. */
  buckets?: number;
}

// Keys and bounds: knative/pkg leaderelection/config.go.
export const leaderElection: SettingsMap = {
  configMap: "config-leader-election",
  property: "leaderElection",
  settings: {
    "lease-duration": time(1, 3600),
    "renew-deadline": time(1, 3600),
    "retry-period": time(1, 3600),
    buckets: integer(1, 10),
  },
};
