import { z } from "zod";
import { durationSeconds, text } from "../../problems";
import { integer, written, type Setting, type SettingsMap } from "./setting";

/** Which old revisions are removed: ConfigMap `config-gc`, with upstream's names in camel case. */
export interface GcSettingsArgs {
  /** Time that a revision is kept after it was made, such as "48h"; "disabled" for ever. Default: "48h". */
  retainSinceCreateTime?: string;
  /** Time that a revision is kept after requests went to it last; "disabled" for ever. Default: "15h". */
  retainSinceLastActiveTime?: string;
  /** Revisions without requests that are always kept, from 0. Default: 20. */
  minNonActiveRevisions?: number;
  /** Revisions without requests that are kept at most, from `minNonActiveRevisions`; -1 means no limit. Default: 1000. */
  maxNonActiveRevisions?: number;
}

const never = "disabled";

const retention: Setting = written(
  text(
    "KN4003",
    'must be a duration such as 48h, or "disabled"',
    (value) => value === never || durationSeconds(value) !== undefined,
  ),
  String,
);

// Keys and rules: knative/serving pkg/gc/config.go.
export const gc: SettingsMap = {
  configMap: "config-gc",
  property: "gc",
  settings: {
    "retain-since-create-time": retention,
    "retain-since-last-active-time": retention,
    "min-non-active-revisions": integer(0),
    "max-non-active-revisions": written(
      z.int().min(-1),
      (limit: number) => (limit === -1 ? never : String(limit)),
      (read) => (read === never ? -1 : integer(0).read(read)),
    ),
  },
};
