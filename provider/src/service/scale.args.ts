/** What a service is scaled by. */
export const ScaleMetric = { Concurrency: "concurrency", Rps: "rps", Cpu: "cpu", Memory: "memory" } as const;
export type ScaleMetric = (typeof ScaleMetric)[keyof typeof ScaleMetric];

/** How the load that was measured is averaged. */
export const MetricAggregation = { Linear: "linear", WeightedExponential: "weighted-exponential" } as const;
export type MetricAggregation = (typeof MetricAggregation)[keyof typeof MetricAggregation];

/** What a service's scaling is to be good at: settings of Knative's own autoscaler that go together. */
export const ScalePreset = {
  /** A pod is always there, has room, and stays for five minutes after a burst. */
  Latency: "latency",
  /** Upstream's way, but for pods that stay a minute, and the last one five. */
  Balanced: "balanced",
  /** Few pods, well used, gone half a minute after the load. */
  Cost: "cost",
} as const;
export type ScalePreset = (typeof ScalePreset)[keyof typeof ScalePreset];

/**
 * When a service is scaled, and between which bounds. By cpu, memory or a metric of its own it is Kubernetes' HPA that
 * scales, which never goes to zero and knows fewer settings.
 */
export interface ScaleArgs {
  /**
   * What scaling is to be good at; fills in what is not set here. "latency": minScale 1, targetUtilizationPercentage 50,
   * panicThresholdPercentage 150, scaleDownDelay 5m. "balanced": scaleDownDelay 1m, scaleToZeroPodRetentionPeriod 5m. "cost": minScale
   * 0, targetUtilizationPercentage 90, window 30s, no delays. Default: none, the installation's settings hold.
   */
  preset?: ScalePreset;
  /** Pods that are always kept, from 0; at least 1 spares the cold start. Default: the installation's (0). */
  minScale?: number;
  /** Most pods, from 0; 0 means no limit. Default: the installation's (0). */
  maxScale?: number;
  /**
   * Pods that a new revision must reach before it counts as ready, from 0; 0 only where the installation allows it.
   * Default: the installation's (1).
   */
  initialScale?: number;
  /** Pods to start with when scaled up from zero, from 2. Default: 1. */
  activationScale?: number;
  /** What load is measured in. Default: "concurrency". */
  metric?: ScaleMetric;
  /** Name of a metric of pods that the cluster's custom metrics API serves. Needs `target`; excludes `metric`. Default: none. */
  customMetric?: string;
  /**
   * Load per pod that is aimed at, from 0.01: requests in flight, requests per second, percent of the CPU request, MiB or
   * the custom metric's unit. Default: the installation's; required with the metrics cpu and memory.
   */
  target?: number;
  /** Share of the target that is aimed at, 1 to 100 percent. Default: the installation's (70). */
  targetUtilizationPercentage?: number;
  /** Time over which load is averaged, whole seconds from 6s to 1h. Default: the installation's (60s). */
  window?: string;
  /** Time that load must stay low before pods are removed, whole seconds up to 1h. Default: the installation's (0s). */
  scaleDownDelay?: string;
  /** Least time that the last pod is kept after the last request, whole seconds up to 1h. Default: the installation's (0s). */
  scaleToZeroPodRetentionPeriod?: string;
  /**
   * Requests that pods must have room for before the activator steps aside: -1 (never aside) or from 0. Default: the
   * installation's (211).
   */
  targetBurstCapacity?: number;
  /** Share of the window over which panic is judged, 1 to 100 percent. Default: the installation's (10). */
  panicWindowPercentage?: number;
  /** Share of the target above which scaling panics, 110 to 1000 percent. Default: the installation's (200). */
  panicThresholdPercentage?: number;
  /** How load is averaged over the window. Default: "linear". */
  metricAggregationAlgorithm?: MetricAggregation;
}
