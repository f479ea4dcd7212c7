import type { AutoscalerSettingsArgs, DeploymentSettingsArgs, NetworkSettingsArgs } from "./settings";

/** Data of a Knative ConfigMap: texts only. */
export type ConfigData = Readonly<Record<string, string>>;

type Settings = AutoscalerSettingsArgs | NetworkSettingsArgs | DeploymentSettingsArgs;

/** Typed settings as ConfigMap data: names in upstream's spelling, values as texts, what is unset left to upstream. */
export function renderSettings(settings: Settings | undefined): ConfigData {
  const entries = Object.entries(settings ?? {}) as [
    string,
    string | number | boolean | readonly string[] | undefined,
  ][];
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value === undefined ? [] : [[upstreamName(name), renderValue(value)]],
    ),
  );
}

/** The ConfigMap key of a property: `maxScaleUpRate` is `max-scale-up-rate`. */
export function upstreamName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function renderValue(value: string | number | boolean | readonly string[]): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}
