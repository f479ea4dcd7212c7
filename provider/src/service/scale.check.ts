import { z } from "zod";
import { duration, whole, type Problem } from "../problems";
import { MetricAggregation, ScaleMetric, ScalePreset, type ScaleArgs } from "./scale.args";
import { checkPreset, withPreset } from "./scale.presets";
import { byHpa } from "./scale.render";

// Bounds: knative/serving pkg/apis/autoscaling/annotation_validation.go.
const int32 = 2147483647;
export const scaleShape = z.strictObject({
  preset: z.enum(ScalePreset).optional(),
  minScale: whole(0, int32).optional(),
  maxScale: whole(0, int32).optional(),
  initialScale: whole(0, int32).optional(),
  activationScale: whole(2, int32).optional(),
  metric: z.enum(ScaleMetric).optional(),
  customMetric: z.string().min(1).optional(),
  target: z.number().min(0.01).optional(),
  targetUtilizationPercentage: z.number().min(1).max(100).optional(),
  window: duration(6, 3600).optional(),
  scaleDownDelay: duration(0, 3600).optional(),
  scaleToZeroPodRetentionPeriod: duration(0, 3600).optional(),
  targetBurstCapacity: z.number().min(-1).optional(),
  panicWindowPercentage: z.number().min(1).max(100).optional(),
  panicThresholdPercentage: z.number().min(110).max(1000).optional(),
  metricAggregationAlgorithm: z.enum(MetricAggregation).optional(),
}) satisfies z.ZodType<ScaleArgs>;

// What pkg/reconciler/autoscaling/hpa doesn't read.
const ownAutoscalersOnly = [
  "activationScale",
  "targetUtilizationPercentage",
  "scaleDownDelay",
  "scaleToZeroPodRetentionPeriod",
  "targetBurstCapacity",
  "panicWindowPercentage",
  "panicThresholdPercentage",
  "metricAggregationAlgorithm",
] as const;

/** The rules between scaling settings; Knative refuses the service where one is broken, or ignores the setting. */
export function checkScale(scale: ScaleArgs): Problem[] {
  const preset = checkPreset(scale);
  // Of settings that only a preset brings nothing is said by their names, which the user hasn't written.
  const whole = preset.length === 0 ? withPreset(scale) : scale;
  return [...preset, ...checkBounds(whole), ...checkBurst(whole), ...checkMetric(scale)];
}

function checkBounds(scale: ScaleArgs): Problem[] {
  const { minScale = 0, maxScale = 0, activationScale } = scale;
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN4002", reason });
  const above = (["minScale", "initialScale", "activationScale"] as const).flatMap((path) => {
    const value = scale[path];
    return maxScale > 0 && value !== undefined && value > maxScale
      ? [problem(path, `must not be above maxScale (${maxScale}), got ${value}; lower it or raise maxScale`)]
      : [];
  });
  const below =
    activationScale !== undefined && activationScale < minScale
      ? [problem("activationScale", `must not be below minScale (${minScale}), got ${activationScale}`)]
      : [];
  return [...above, ...below];
}

function checkBurst({ targetBurstCapacity = 0 }: ScaleArgs): Problem[] {
  const reason = `must be -1 or at least 0, got ${targetBurstCapacity}`;
  return targetBurstCapacity < 0 && targetBurstCapacity !== -1
    ? [{ path: "targetBurstCapacity", code: "KN1004", reason }]
    : [];
}

function checkMetric(scale: ScaleArgs): Problem[] {
  const { metric, customMetric, target } = scale;
  const both: Problem[] =
    metric !== undefined && customMetric !== undefined
      ? [{ path: "customMetric", code: "KN1008", reason: "excludes metric; set one of them" }]
      : [];
  if (!byHpa(scale)) {
    return both;
  }
  const name = customMetric ?? metric;
  const unit = { cpu: ": percent of the CPU request", memory: ": MiB" }[name ?? ""] ?? "";
  return [
    ...both,
    ...(target === undefined
      ? [{ path: "target", code: "KN1005" as const, reason: `is required with metric "${name}"${unit}` }]
      : []),
    // Knative cuts the fraction off, and nothing would be left.
    ...(metric !== ScaleMetric.Cpu && target !== undefined && target < 1
      ? [
          {
            path: "target",
            code: "KN1004" as const,
            reason: `must be at least 1 with metric "${name}", got ${target}`,
          },
        ]
      : []),
    ...(scale.minScale === 0
      ? [
          {
            path: "minScale",
            code: "KN4020" as const,
            reason: `of 0 has no effect with metric "${name}": Kubernetes' HPA keeps at least one pod; set 1 or leave it out`,
          },
        ]
      : []),
    ...ownAutoscalersOnly.flatMap((path): Problem[] => {
      const reason = `has no effect with metric "${name}", by which Kubernetes' HPA scales; remove it or scale by concurrency or rps`;
      return scale[path] === undefined ? [] : [{ path, code: "KN4020", reason }];
    }),
  ];
}
