import { featuresSince, findRelease } from "../release/catalog";
import { imageReference, registryOf, type Problem } from "../problems";
import { checkServiceRedirect } from "../serving/redirect.check";
import type { ServingArgs } from "../serving/serving.args";
import { autoscaler, defaults } from "../serving/settings";
import { propertyOf, type SettingsMap } from "../serving/settings/setting";
import { settingsData } from "../serving/settings.render";
import { hasForeignPort } from "./features";
import { ScaleMetric } from "./scale.args";
import { byHpa } from "./scale.render";
import type { ServiceArgs } from "./service.args";

/** What the installation's own settings would refuse of its services, though Knative has it. */
export function installationCheck(serving: ServingArgs): (service: ServiceArgs) => Problem[] {
  const settings = new Settings(serving);
  return (service) => [
    ...checkLimits(service, settings),
    ...checkScaleLimits(service, settings),
    ...checkAutoscaler(service, serving),
    ...checkCpuShare(service, settings),
    ...checkSkippedRegistry(service, serving),
    ...checkServiceRedirect(service, serving),
    ...checkNamedRevision(service, settings),
    ...checkRelease(service, serving),
  ];
}

/** What the installation's ConfigMaps will say, from typed settings and free ones. */
class Settings {
  private readonly typed: ReturnType<typeof settingsData>;

  constructor(private readonly serving: ServingArgs) {
    this.typed = settingsData(serving);
  }

  text({ configMap }: SettingsMap, key: string): string | undefined {
    return this.serving.config?.[configMap]?.[key] ?? this.typed[configMap]?.[key];
  }

  number(map: SettingsMap, key: string, fallback: number): number {
    const value = Number(this.text(map, key) ?? fallback);
    return Number.isFinite(value) ? value : fallback;
  }

  flag(map: SettingsMap, key: string, fallback: boolean): boolean {
    return (this.text(map, key)?.toLowerCase() ?? String(fallback)) === "true";
  }
}

const refused = (path: string, reason: string): Problem => ({ path, code: "KN4022", reason });
const property = (map: SettingsMap, key: string): string => `serving.${map.property}.${propertyOf(key)}`;

// Fallbacks: knative/serving pkg/apis/config/defaults.go.
function checkLimits(service: ServiceArgs, settings: Settings): Problem[] {
  const { timeoutSeconds, containerConcurrency } = service;
  const above = (path: string, value: number | undefined, key: string, fallback: number): Problem[] => {
    const limit = settings.number(defaults, key, fallback);
    const reason = `must be at most ${limit}, got ${value}; lower it or raise ${property(defaults, key)}`;
    return value === undefined || value <= limit ? [] : [refused(path, reason)];
  };
  const key = "allow-container-concurrency-zero";
  const boundless = containerConcurrency === 0 && !settings.flag(defaults, key, true);
  const usual = settings.number(defaults, "revision-timeout-seconds", 300);
  const within = (path: "responseStartTimeoutSeconds" | "idleTimeoutSeconds"): Problem[] => {
    const value = service[path];
    const reason = `must not be above the installation's ${usual} seconds, got ${value}; lower it or set timeoutSeconds`;
    return timeoutSeconds !== undefined || value === undefined || value <= usual
      ? []
      : [refused(path, reason)];
  };
  return [
    ...within("responseStartTimeoutSeconds"),
    ...within("idleTimeoutSeconds"),
    ...above("timeoutSeconds", timeoutSeconds, "max-revision-timeout-seconds", 600),
    ...above("containerConcurrency", containerConcurrency, "container-concurrency-max-limit", 1000),
    ...(boundless
      ? [refused("containerConcurrency", `must be at least 1, got 0; or set ${property(defaults, key)}`)]
      : []),
  ];
}

function checkScaleLimits({ scale = {} }: ServiceArgs, settings: Settings): Problem[] {
  const { maxScale, initialScale } = scale;
  const limit = settings.number(autoscaler, "max-scale-limit", 0);
  const zero = settings.flag(autoscaler, "allow-zero-initial-scale", false);
  const beyond = limit > 0 && maxScale !== undefined && (maxScale === 0 || maxScale > limit);
  const bounds = `must be from 1 to ${limit}, got ${maxScale}; change it or ${property(autoscaler, "max-scale-limit")}`;
  const start = `must be at least 1, got 0; raise it or set ${property(autoscaler, "allow-zero-initial-scale")}`;
  return [
    ...(beyond ? [refused("scale.maxScale", bounds)] : []),
    ...(initialScale === 0 && !zero ? [refused("scale.initialScale", start)] : []),
  ];
}

/** Kubernetes' HPA scales by what another program of Knative asks of it. */
function checkAutoscaler({ scale = {} }: ServiceArgs, { hpaAutoscaler }: ServingArgs): Problem[] {
  const metric = scale.customMetric === undefined ? "metric" : "customMetric";
  const reason = `"${scale[metric]}" needs the autoscaler of class HPA, and serving.hpaAutoscaler is false: nothing would scale this service; remove that or scale by concurrency or rps`;
  return byHpa(scale) && hpaAutoscaler === false ? [refused(`scale.${metric}`, reason)] : [];
}

/** Of what isn't asked for there is no share: Kubernetes' HPA would leave the service at one pod for ever. */
function checkCpuShare({ scale = {}, resources = {} }: ServiceArgs, settings: Settings): Problem[] {
  const { requests = {}, limits = {} } = resources;
  const isAsked =
    (requests["cpu"] ?? limits["cpu"] ?? settings.text(defaults, "revision-cpu-request")) !== undefined;
  const reason =
    'with "cpu" is a share of the CPU that pods ask for, and these ask for none, so nothing would scale them: set resources.requests.cpu';
  return scale.metric === ScaleMetric.Cpu && !isAsked
    ? [{ path: "scale.metric", code: "KN4020", reason }]
    : [];
}

/** A registry without its port is another one to Knative, and tags are resolved all the same. */
function checkSkippedRegistry({ image }: ServiceArgs, { deployment }: ServingArgs): Problem[] {
  const skipped = deployment?.registriesSkippingTagResolving ?? [];
  const reference = typeof image === "string" ? imageReference(image) : undefined;
  const registry = reference === undefined ? "" : registryOf(reference);
  const [host = "", port] = registry.split(":");
  const reason = `is of registry "${registry}", and serving.deployment.registriesSkippingTagResolving has "${host}", which is another one to Knative: write "${registry}" there`;
  return port !== undefined && skipped.includes(host) && !skipped.includes(registry)
    ? [refused("image", reason)]
    : [];
}

/** What the installation adds to containers it would add no more once a named revision stands: see named.render.ts. */
function checkNamedRevision(service: ServiceArgs, settings: Settings): Problem[] {
  const containers = [
    { path: "", resources: service.resources },
    ...(service.sidecars ?? []).map(({ resources }, index) => ({ path: `sidecars[${index}].`, resources })),
  ];
  const added = ["cpu", "memory", "ephemeral-storage"].flatMap((resource) =>
    (["request", "limit"] as const)
      .map((kind) => ({ resource, kind, key: `revision-${resource}-${kind}` }))
      .filter(({ key }) => settings.text(defaults, key) !== undefined),
  );
  return service.revisionName === undefined
    ? []
    : containers.flatMap(({ path, resources }) =>
        added
          .filter(({ resource, kind }) => resources?.[`${kind}s`]?.[resource] === undefined)
          .map(({ resource, kind, key }) =>
            refused(
              `${path}resources.${kind}s[${JSON.stringify(resource)}]`,
              `is required with revisionName where ${property(defaults, key)} is set: without it Knative would refuse to change the revision's traffic`,
            ),
          ),
      );
}

function checkRelease(service: ServiceArgs, serving: ServingArgs): Problem[] {
  const minor = findRelease(serving.release)?.minor;
  const since = (path: string, needed: string, what: string): Problem[] =>
    minor === undefined || !isOlder(minor, needed)
      ? []
      : [
          {
            path,
            code: "KN4023",
            reason: `${what} needs Knative ${needed} or newer, and serving.release is ${minor}; set it to ${needed} or leave this out`,
          },
        ];
  return [
    ...(service.volumes ?? []).flatMap(({ ephemeral }, index) =>
      ephemeral === undefined
        ? []
        : since(`volumes[${index}].ephemeral`, featuresSince.ephemeralVolumes, "an ephemeral volume"),
    ),
    ...(hasForeignPort(service)
      ? since(
          "livenessProbe.port",
          featuresSince.livenessProbeOfAnotherPort,
          "a liveness probe of another port than the service's",
        )
      : []),
  ];
}

function isOlder(minor: string, than: string): boolean {
  const [a = 0, b = 0] = [minor, than].map((text) => Number(text.split(".")[1]));
  return a < b;
}
