import { z } from "zod";
import { duration, whole, type Problem } from "../problems";
import { ScaleMetric, type ScaleArgs } from "./service.args";

// Bounds: knative/serving pkg/apis/autoscaling/annotation_validation.go.
export const scaleShape = z.strictObject({
  minScale: whole(0).optional(),
  maxScale: whole(0).optional(),
  initialScale: whole(0).optional(),
  activationScale: whole(2).optional(),
  metric: z.enum(ScaleMetric).optional(),
  target: z.number().min(0.01).optional(),
  targetUtilizationPercentage: z.number().min(1).max(100).optional(),
  window: duration(6, 3600).optional(),
  scaleDownDelay: duration(0, 3600).optional(),
  scaleToZeroPodRetentionPeriod: duration(0, 3600).optional(),
}) satisfies z.ZodType<ScaleArgs>;

/** The rules between scaling settings; Knative refuses the service where one is broken. */
export function checkScale(scale: ScaleArgs): Problem[] {
  const { minScale = 0, maxScale = 0, activationScale = 1, metric, target } = scale;
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN4002", reason });
  const above = (path: "minScale" | "initialScale" | "activationScale", value: number | undefined) =>
    maxScale > 0 && value !== undefined && value > maxScale
      ? [problem(path, `must not be above maxScale (${maxScale}), got ${value}; lower it or raise maxScale`)]
      : [];
  const below =
    scale.activationScale !== undefined && activationScale < minScale
      ? [problem("activationScale", `must not be below minScale (${minScale}), got ${activationScale}`)]
      : [];
  const aimless: Problem[] =
    (metric === "cpu" || metric === "memory") && target === undefined
      ? [
          {
            path: "target",
            code: "KN1005",
            reason: `is required with metric "${metric}": ${metric === "cpu" ? "percent of the CPU request" : "MiB"}`,
          },
        ]
      : [];
  return [
    ...above("minScale", scale.minScale),
    ...above("initialScale", scale.initialScale),
    ...above("activationScale", scale.activationScale),
    ...below,
    ...aimless,
  ];
}
