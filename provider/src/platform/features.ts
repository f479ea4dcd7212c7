import type { Problem } from "../problems";
import { featuresNeeded } from "../service/features";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";
import { features, FeatureFlag, type FeatureSettingsArgs } from "../serving/settings";
import { propertyOf } from "../serving/settings/setting";

/** The features that services need, enabled; what the user says of a feature stays. */
export function featuresOf(
  serving: ServingArgs | undefined,
  services: readonly ServiceArgs[],
): FeatureSettingsArgs | undefined {
  const inConfig = serving?.config?.[features.configMap] ?? {};
  const needed = services
    .flatMap(featuresNeeded)
    .filter(({ key }) => inConfig[key] === undefined)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const enabled = Object.fromEntries(needed.map(({ key, value }) => [propertyOf(key), value]));
  return needed.length === 0 ? serving?.features : { ...enabled, ...serving?.features };
}

/** Features that are disabled on purpose, and that a service needs all the same. */
export function checkFeatures(serving: ServingArgs, services: readonly ServiceArgs[]): Problem[] {
  const disabled = Object.keys(features.settings).flatMap((key) => placesDisabled(serving, key));
  return disabled.flatMap(({ key, path }) => {
    const needing = services.flatMap((service, index) =>
      featuresNeeded(service).some((needed) => needed.key === key)
        ? [`services[${index}] (${service.name ?? ""})`]
        : [],
    );
    const reason = `is disabled, and ${needing.join(", ")} can't do without; leave it out, or change the service`;
    return needing.length === 0 ? [] : [{ path: `serving.${path}`, code: "KN3308", reason } as const];
  });
}

function placesDisabled(
  { features: typed, config }: ServingArgs,
  key: string,
): { readonly key: string; readonly path: string }[] {
  const property = propertyOf(key);
  const isOff = (value: string | undefined) => value?.toLowerCase() === FeatureFlag.Disabled.toLowerCase();
  return [
    ...(isOff(typed?.[property as keyof FeatureSettingsArgs]) ? [{ key, path: `features.${property}` }] : []),
    ...(isOff(config?.[features.configMap]?.[key])
      ? [{ key, path: `config["${features.configMap}"]["${key}"]` }]
      : []),
  ];
}
