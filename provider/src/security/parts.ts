import { isOn } from "../observability/parts";
import type { SecurityArgs } from "./security.args";
import { SecurityMode } from "./mode";

/** The layers, in the order in which they are told of. */
export const layers = [
  "networkPolicies",
  "mutualTls",
  "images",
  "audit",
  "runtime",
  "podSecurity",
] as const satisfies readonly (keyof SecurityArgs)[];
export type LayerName = (typeof layers)[number];

/** A layer's args where it is on. */
export function layerOf<N extends LayerName>(
  args: SecurityArgs,
  name: N,
): NonNullable<SecurityArgs[N]> | undefined {
  const layer = args[name];
  return isOn(layer) ? layer : undefined;
}

/** What a layer does about what it finds. */
export function modeOf(args: SecurityArgs, name: LayerName): SecurityMode {
  return args[name]?.mode ?? args.mode ?? SecurityMode.Strict;
}

export const isStrict = (args: SecurityArgs, name: LayerName): boolean =>
  modeOf(args, name) === SecurityMode.Strict;
