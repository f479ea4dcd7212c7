import { integer, flag, number, oneOf, time, type SettingsMap } from "./setting";

/** Which autoscaler scales a revision's pods: Knative's own, or Kubernetes' HPA. */
export const AutoscalerClass = {
  Kpa: "kpa.autoscaling.knative.dev",
  Hpa: "hpa.autoscaling.knative.dev",
} as const;
export type AutoscalerClass = (typeof AutoscalerClass)[keyof typeof AutoscalerClass];

/** Settings of Knative's autoscaler: ConfigMap `config-autoscaler`, with upstream's names in camel case. */
export interface AutoscalerSettingsArgs {
  /** Autoscaler of services that don't choose one. Default: "kpa.autoscaling.knative.dev". */
  podAutoscalerClass?: AutoscalerClass;
  /** Whether services without requests are scaled to no pods. Default: true. */
  enableScaleToZero?: boolean;
  /** Whether a service may ask for an initial scale of 0. Default: false. */
  allowZeroInitialScale?: boolean;
  /** Pods that a new revision starts with, from 0. Default: 1. */
  initialScale?: number;
  /** Pods that every revision keeps, from 0. Default: 0. */
  minScale?: number;
  /** Most pods of a revision that sets no limit, from 0; 0 means no limit. Default: 0. */
  maxScale?: number;
  /** Highest limit that a revision may set, from 0; 0 means no limit. Default: 0. */
  maxScaleLimit?: number;
  /** Time that load must stay low before pods are removed, whole seconds up to 1h. Default: "0s". */
  scaleDownDelay?: string;
  /** Time over which load is averaged, whole seconds from 6s to 1h. Default: "60s". */
  stableWindow?: string;
  /** Length of the panic window as percentage of the stable one, 1 to 100. Default: 10. */
  panicWindowPercentage?: number;
  /** Load, as percentage of the target, from which the panic window counts, 110 to 1000. Default: 200. */
  panicThresholdPercentage?: number;
  /** Share of a pod's concurrency limit that is aimed at, 1 to 100. Default: 70. */
  containerConcurrencyTargetPercentage?: number;
  /** Requests in flight per pod that are aimed at where there is no limit, from 0.01. Default: 100. */
  containerConcurrencyTargetDefault?: number;
  /** Requests per second and pod that are aimed at for the metric rps, from 0.01. Default: 200. */
  requestsPerSecondTargetDefault?: number;
  /** Burst that is held back in the activator, from 0; -1 means unlimited. Default: 211. */
  targetBurstCapacity?: number;
  /** Most that the number of pods grows by in one step, a factor above 1. Default: 1000. */
  maxScaleUpRate?: number;
  /** Most that the number of pods shrinks by in one step, a factor above 1. Default: 2. */
  maxScaleDownRate?: number;
  /** Time that the last pod is kept for the network to be switched over, from 1s to 1h. Default: "30s". */
  scaleToZeroGracePeriod?: string;
  /** Least time that the last pod is kept after the last request, up to 1h. Default: "0s". */
  scaleToZeroPodRetentionPeriod?: string;
  /** Requests in flight that one activator is thought to bear, from 1. Default: 100. */
  activatorCapacity?: number;
}

// Bounds: knative/serving pkg/autoscaler/config/config.go.
export const autoscaler: SettingsMap = {
  configMap: "config-autoscaler",
  property: "autoscaler",
  settings: {
    "pod-autoscaler-class": oneOf(AutoscalerClass),
    "enable-scale-to-zero": flag,
    "allow-zero-initial-scale": flag,
    "initial-scale": integer(0),
    "min-scale": integer(0),
    "max-scale": integer(0),
    "max-scale-limit": integer(0),
    "scale-down-delay": time(0, 3600),
    "stable-window": time(6, 3600),
    "panic-window-percentage": number(1, 100),
    "panic-threshold-percentage": number(110, 1000),
    "container-concurrency-target-percentage": number(1, 100),
    "container-concurrency-target-default": number(0.01),
    "requests-per-second-target-default": number(0.01),
    "target-burst-capacity": number(-1),
    "max-scale-up-rate": number(1.01),
    "max-scale-down-rate": number(1.01),
    "scale-to-zero-grace-period": time(1, 3600),
    "scale-to-zero-pod-retention-period": time(0, 3600),
    "activator-capacity": number(1),
  },
};
