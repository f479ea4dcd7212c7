import { autoscaler } from "./autoscaler";
import { certManager } from "./certManager";
import { defaults } from "./defaults";
import { deployment } from "./deployment";
import { features } from "./features";
import { gc } from "./gc";
import { kourier } from "./kourier";
import { leaderElection } from "./leaderElection";
import { logging } from "./logging";
import { network } from "./network";
import { observability } from "./observability";
import type { SettingsMap } from "./setting";

export * from "./autoscaler";
export * from "./certManager";
export * from "./defaults";
export * from "./deployment";
export * from "./domain";
export * from "./features";
export * from "./gc";
export * from "./kourier";
export * from "./leaderElection";
export * from "./logging";
export * from "./network";
export * from "./observability";

/** All ConfigMaps that have typed settings: the one place that says which key belongs to which property. */
export const settingsMaps: readonly SettingsMap[] = [
  autoscaler,
  certManager,
  defaults,
  deployment,
  features,
  gc,
  kourier,
  leaderElection,
  logging,
  network,
  observability,
];
