import type { Problem } from "../problems";
import { ScalePreset, type ScaleArgs } from "./scale.args";
import { byHpa } from "./scale.render";

type Filled = Omit<ScaleArgs, "preset" | "metric" | "customMetric">;

/** What each preset fills in where the user says nothing. */
const presets: Readonly<Record<ScalePreset, Filled>> = {
  [ScalePreset.Latency]: {
    minScale: 1,
    targetUtilizationPercentage: 50,
    panicThresholdPercentage: 150,
    scaleDownDelay: "5m",
  },
  [ScalePreset.Balanced]: { scaleDownDelay: "1m", scaleToZeroPodRetentionPeriod: "5m" },
  [ScalePreset.Cost]: {
    minScale: 0,
    targetUtilizationPercentage: 90,
    window: "30s",
    scaleDownDelay: "0s",
    scaleToZeroPodRetentionPeriod: "0s",
  },
};

/** Scaling with what its preset fills in, and without the preset's name. */
export function withPreset({ preset, ...given }: ScaleArgs): ScaleArgs {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return preset === undefined ? given : { ...presets[preset], ...set };
}

/** What is said beside a preset and makes it none. */
export function checkPreset(scale: ScaleArgs): Problem[] {
  const { preset, metric, customMetric, minScale, maxScale } = scale;
  if (preset === undefined) {
    return [];
  }
  if (byHpa(scale)) {
    const reason = `fills in settings of Knative's own autoscaler, and by "${customMetric ?? metric}" Kubernetes' HPA scales; remove it or scale by concurrency or rps`;
    return [{ path: "preset", code: "KN4020", reason }];
  }
  const against = (path: "minScale" | "maxScale", reason: string): Problem[] => [
    { path, code: "KN1008", reason: `excludes preset "${preset}", which ${reason}` },
  ];
  if (preset === ScalePreset.Latency && minScale === 0) {
    return against("minScale", "keeps a pod; leave one of them out");
  }
  return preset === ScalePreset.Cost && minScale !== undefined && minScale > 0 && minScale === maxScale
    ? against("minScale", "removes pods that nobody needs, and at maxScale none is ever removed")
    : [];
}
