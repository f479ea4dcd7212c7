import { findRelease, keysSince } from "../release/catalog";
import { checkShape, didYouMean, under, type Problem } from "../problems";
import type { ConfigMaps } from "../release/adapt";
import type { ServingArgs } from "./serving.args";
import { settingsMaps } from "./settings";
import { checkRules } from "./settings/rules";
import { ownedKeys, removedKeys } from "./settings/removed";
import { propertyOf, shapeOf, type SettingsMap } from "./settings/setting";
import { settingsData, typedOf } from "./settings.render";

/** The shapes of all typed settings, by property of ServingArgs. */
export const settingsShape = Object.fromEntries(
  settingsMaps.map((map) => [map.property, shapeOf(map).optional()]),
);

/** The problems of all settings, typed or not. */
export function checkSettings(args: ServingArgs): Problem[] {
  return [
    ...checkRules(args),
    ...clashingKeys(settingsData(args), args.config ?? {}),
    ...settingsMaps.flatMap((map) => [...checkSince(map, args), ...checkConfig(map, args.config)]),
    ...refusedKeys("config-tracing", args.config?.["config-tracing"] ?? {}),
  ];
}

/** A key that is set twice with two values would let the last one win in silence. */
export function clashingKeys(typed: ConfigMaps, config: ConfigMaps): Problem[] {
  return Object.entries(typed).flatMap(([name, data]) =>
    Object.entries(config[name] ?? {}).flatMap(([key, value]): Problem[] =>
      data[key] === undefined || data[key] === value
        ? []
        : [
            {
              path: `config["${name}"]["${key}"]`,
              code: "KN3302",
              reason: `is "${value}" here and "${data[key]}" in the typed settings; set it once`,
            },
          ],
    ),
  );
}

/** Settings that the chosen release doesn't know yet would be passed over in silence. */
function checkSince(map: SettingsMap, args: ServingArgs): Problem[] {
  const release = findRelease(args.release);
  const typed = typedOf(map, args);
  return Object.keys(map.settings).flatMap((key): Problem[] => {
    const since = keysSince[key];
    const isOld = since !== undefined && release !== undefined && minorOf(release.minor) < minorOf(since);
    const places = [
      ...(typed[propertyOf(key)] === undefined ? [] : [`${map.property}.${propertyOf(key)}`]),
      ...(args.config?.[map.configMap]?.[key] === undefined ? [] : [pathIn(map.configMap, key)]),
    ];
    return isOld
      ? places.map((path) => ({
          path,
          code: "KN3307",
          reason: `is known to Knative from ${since} on, and this is ${release.version}; choose that release or leave it out`,
        }))
      : [];
  });
}

function minorOf(release: string): number {
  return Number(release.split(".")[1]);
}

const pathIn = (configMap: string, key: string): string =>
  `config[${JSON.stringify(configMap)}][${JSON.stringify(key)}]`;

/** Keys and values of the escape hatch that Knative would refuse, or pass over in silence. */
function checkConfig(map: SettingsMap, config: ServingArgs["config"]): Problem[] {
  const { configMap } = map;
  const data = config?.[configMap] ?? {};
  const refused = refusedKeys(configMap, data);
  const rest = Object.entries(data).filter(
    ([key]) => !refused.some(({ path }) => path === pathIn(configMap, key)),
  );
  return [...refused, ...checkConfigKeys(map, Object.fromEntries(rest))];
}

/** Keys of the escape hatch that are none of a ConfigMap's, and values that they can't have. */
export function checkConfigKeys(
  { configMap, settings }: SettingsMap,
  data: Readonly<Record<string, string>>,
): Problem[] {
  const entries = Object.entries(data);
  const unknown = entries
    .filter(([key]) => settings[key] === undefined)
    .map(([key]): Problem => ({
      path: pathIn(configMap, key),
      code: "KN3304",
      reason: `is no key of ${configMap}${didYouMean(key, Object.keys(settings))}; Knative would pass it over in silence`,
    }));
  const wrong = entries.flatMap(([key, text]) => {
    const known = settings[key];
    return known === undefined
      ? []
      : checkShape(known.shape, known.read(text)).map(
          (problem) => under(pathIn(configMap, key), [problem])[0] ?? problem,
        );
  });
  return [...unknown, ...wrong];
}

function refusedKeys(configMap: string, data: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(data).flatMap((key): Problem[] => {
    const successor = removedKeys[configMap]?.[key];
    const owned = ownedKeys[configMap]?.[key];
    return [
      ...(successor === undefined
        ? []
        : [
            {
              path: pathIn(configMap, key),
              code: "KN3305",
              reason: `is read no more or under another name; use ${successor}`,
            } as const,
          ]),
      ...(owned === undefined
        ? []
        : [{ path: pathIn(configMap, key), code: "KN3306", reason: owned } as const]),
    ];
  });
}
