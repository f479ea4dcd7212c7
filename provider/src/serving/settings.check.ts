import { z } from "zod";
import {
  duration,
  durationSeconds,
  leaf,
  domainName,
  quantity,
  under,
  whole,
  type Problem,
} from "../problems";
import {
  AutoscalerClass,
  DefaultAffinity,
  ExternalScheme,
  HttpProtocol,
  MeshCompatibilityMode,
  type AutoscalerSettingsArgs,
  type DeploymentSettingsArgs,
  type NetworkSettingsArgs,
  type ServingDomainArgs,
} from "./settings";

// Bounds: knative/serving pkg/autoscaler/config/config.go.
export const autoscalerShape = z.strictObject({
  podAutoscalerClass: z.enum(AutoscalerClass).optional(),
  enableScaleToZero: z.boolean().optional(),
  allowZeroInitialScale: z.boolean().optional(),
  initialScale: whole(0).optional(),
  minScale: whole(0).optional(),
  maxScale: whole(0).optional(),
  maxScaleLimit: whole(0).optional(),
  scaleDownDelay: duration(0, 3600).optional(),
  stableWindow: duration(6, 3600).optional(),
  panicWindowPercentage: z.number().min(1).max(100).optional(),
  panicThresholdPercentage: z.number().min(110).max(1000).optional(),
  containerConcurrencyTargetPercentage: z.number().min(1).max(100).optional(),
  containerConcurrencyTargetDefault: z.number().min(0.01).optional(),
  requestsPerSecondTargetDefault: z.number().min(0.01).optional(),
  targetBurstCapacity: z.number().min(-1).optional(),
  maxScaleUpRate: z.number().min(1.01).optional(),
  maxScaleDownRate: z.number().min(1.01).optional(),
  scaleToZeroGracePeriod: duration(1, 3600).optional(),
  scaleToZeroPodRetentionPeriod: duration(0, 3600).optional(),
  activatorCapacity: z.number().min(1).optional(),
}) satisfies z.ZodType<AutoscalerSettingsArgs>;

// Bounds: knative/networking pkg/config/config.go.
export const networkShape = z.strictObject({
  domainTemplate: z.string().min(1).optional(),
  tagTemplate: z.string().min(1).optional(),
  httpProtocol: z.enum(HttpProtocol).optional(),
  rolloutDuration: whole(0, 86400).optional(),
  autocreateClusterDomainClaims: z.boolean().optional(),
  enableMeshPodAddressability: z.boolean().optional(),
  meshCompatibilityMode: z.enum(MeshCompatibilityMode).optional(),
  defaultExternalScheme: z.enum(ExternalScheme).optional(),
}) satisfies z.ZodType<NetworkSettingsArgs>;

// Bounds: knative/serving pkg/deployment/config.go.
export const deploymentShape = z.strictObject({
  registriesSkippingTagResolving: z.array(z.string().min(1)).optional(),
  digestResolutionTimeout: duration(1, 600).optional(),
  progressDeadline: duration(1, 86400).optional(),
  queueSidecarCpuRequest: quantity.optional(),
  queueSidecarCpuLimit: quantity.optional(),
  queueSidecarMemoryRequest: quantity.optional(),
  queueSidecarMemoryLimit: quantity.optional(),
  queueSidecarEphemeralStorageRequest: quantity.optional(),
  queueSidecarEphemeralStorageLimit: quantity.optional(),
  defaultAffinityType: z.enum(DefaultAffinity).optional(),
  podIsAlwaysSchedulable: z.boolean().optional(),
}) satisfies z.ZodType<DeploymentSettingsArgs>;

export const domainShape = z.strictObject({
  name: leaf(domainName),
  selector: z.record(z.string(), z.string()).optional(),
}) satisfies z.ZodType<ServingDomainArgs>;

/** Rules between autoscaler settings; the controllers refuse to start where one is broken. */
export function checkAutoscaler(settings: AutoscalerSettingsArgs): Problem[] {
  const {
    minScale = 0,
    maxScale = 0,
    maxScaleLimit = 0,
    initialScale,
    allowZeroInitialScale = false,
  } = settings;
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN3303", reason });
  const found = [
    maxScale > 0 && minScale > maxScale
      ? problem(
          "minScale",
          `must not be above maxScale (${maxScale}), got ${minScale}; lower one or raise the other`,
        )
      : undefined,
    maxScaleLimit > 0 && (maxScale < 1 || maxScale > maxScaleLimit)
      ? problem(
          "maxScale",
          `must be from 1 to maxScaleLimit (${maxScaleLimit}) once that is set, got ${maxScale}`,
        )
      : undefined,
    initialScale === 0 && !allowZeroInitialScale
      ? problem("initialScale", "can be 0 only where allowZeroInitialScale is true")
      : undefined,
    (settings.containerConcurrencyTargetPercentage ?? 70) *
      (settings.containerConcurrencyTargetDefault ?? 100) <
    1
      ? problem("containerConcurrencyTargetDefault", "is below 0.01 once the target percentage is applied")
      : undefined,
  ];
  return found.filter((each) => each !== undefined);
}

/** Progress deadlines below the time that an image needs to be resolved can never be met. */
export function checkDeployment(settings: DeploymentSettingsArgs): Problem[] {
  const deadline = durationSeconds(settings.progressDeadline ?? "600s") ?? Infinity;
  const resolution = durationSeconds(settings.digestResolutionTimeout ?? "10s") ?? 0;
  return deadline > resolution
    ? []
    : [
        {
          path: "progressDeadline",
          code: "KN3303",
          reason: `must be longer than digestResolutionTimeout (${resolution}s)`,
        },
      ];
}

/** Exactly one domain without a selector serves the rest; two would make the choice random. */
export function checkDomains(domains: readonly ServingDomainArgs[]): Problem[] {
  const open = domains.flatMap(({ selector }, index) =>
    Object.keys(selector ?? {}).length === 0 ? [index] : [],
  );
  const twice = open.slice(1).map((index): Problem => ({
    path: `[${index}].selector`,
    code: "KN3303",
    reason: `is needed: the domain at [${open[0]}] already serves all services that match no selector`,
  }));
  const names = domains.map(({ name }) => name);
  const repeated = names.flatMap((name, index): Problem[] =>
    typeof name === "string" && names.indexOf(name) < index
      ? [
          {
            path: `[${index}].name`,
            code: "KN1007",
            reason: `"${name}" is listed already at [${names.indexOf(name)}]`,
          },
        ]
      : [],
  );
  return under("domains", [...twice, ...repeated]);
}
