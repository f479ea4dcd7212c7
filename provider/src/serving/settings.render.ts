import type { ServingArgs } from "./serving.args";
import { settingsMaps } from "./settings";
import { propertyOf, type SettingsMap } from "./settings/setting";

/** Data of a Knative ConfigMap: texts only. */
export type ConfigData = Readonly<Record<string, string>>;

/** What is typed in the args, as data by ConfigMap; what is unset is left to upstream. */
export function settingsData(args: ServingArgs): Readonly<Record<string, ConfigData>> {
  return Object.fromEntries(
    settingsMaps.flatMap((map) => {
      const data = dataOf(map, typedOf(map, args));
      return Object.keys(data).length === 0 ? [] : [[map.configMap, data]];
    }),
  );
}

/** The typed settings of one ConfigMap in the args. */
export function typedOf({ property }: SettingsMap, args: ServingArgs): Readonly<Record<string, unknown>> {
  return (args as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[property] ?? {};
}

/** Typed settings as data of their ConfigMap. */
export function dataOf({ settings }: SettingsMap, typed: Readonly<Record<string, unknown>>): ConfigData {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, { write }]) => {
      const value = typed[propertyOf(key)];
      return value === undefined ? [] : [[key, write(value)]];
    }),
  );
}
