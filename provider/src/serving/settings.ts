import type * as pulumi from "@pulumi/pulumi";

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

/** How the certificates of services are encrypted on the way in. */
export const HttpProtocol = { Enabled: "Enabled", Redirected: "Redirected" } as const;
export type HttpProtocol = (typeof HttpProtocol)[keyof typeof HttpProtocol];

/** How Knative's components reach pods where a service mesh is present. */
export const MeshCompatibilityMode = { Auto: "auto", Enabled: "enabled", Disabled: "disabled" } as const;
export type MeshCompatibilityMode = (typeof MeshCompatibilityMode)[keyof typeof MeshCompatibilityMode];

/** Scheme of the URLs that services report. */
export const ExternalScheme = { Http: "http", Https: "https" } as const;
export type ExternalScheme = (typeof ExternalScheme)[keyof typeof ExternalScheme];

/** Network settings: ConfigMap `config-network`, with upstream's names in camel case. */
export interface NetworkSettingsArgs {
  /** Go template of a service's domain. Default: "{{.Name}}.{{.Namespace}}.{{.Domain}}". */
  domainTemplate?: string;
  /** Go template of a tagged route's name. Default: "{{.Tag}}-{{.Name}}". */
  tagTemplate?: string;
  /** Whether plain HTTP is served or redirected to HTTPS. Default: "Enabled". */
  httpProtocol?: HttpProtocol;
  /** Seconds over which traffic moves to a new revision, from 0 to 86400. Default: 0, at once. */
  rolloutDuration?: number;
  /** Whether a DomainMapping claims its domain by itself. Default: false. */
  autocreateClusterDomainClaims?: boolean;
  /** Whether activator and autoscaler address pods one by one through a mesh. Default: false. */
  enableMeshPodAddressability?: boolean;
  /** How a mesh is found out. Default: "auto". */
  meshCompatibilityMode?: MeshCompatibilityMode;
  /** Scheme of reported URLs; "https" where a load balancer ends TLS. Default: "http". */
  defaultExternalScheme?: ExternalScheme;
}

/** Which node placement new revisions prefer. */
export const DefaultAffinity = { None: "none", Spread: "prefer-spread-revision-over-nodes" } as const;
export type DefaultAffinity = (typeof DefaultAffinity)[keyof typeof DefaultAffinity];

/** Settings of revisions' Deployments: ConfigMap `config-deployment`, with upstream's names in camel case. */
export interface DeploymentSettingsArgs {
  /**
   * Registries whose tags are not resolved to digests, as `host` or `host:port`.
   * The list replaces upstream's. Default: kind.local, ko.local, dev.local.
   */
  registriesSkippingTagResolving?: string[];
  /** Time that resolving a tag may take, from 1s to 10m. Default: "10s". */
  digestResolutionTimeout?: string;
  /** Time that a new revision has to become ready, from 1s to 24h. Default: "600s". */
  progressDeadline?: string;
  /** CPU request of the queue-proxy beside every pod. Default: 25m. */
  queueSidecarCpuRequest?: string;
  /** CPU limit of the queue-proxy. Default: none. */
  queueSidecarCpuLimit?: string;
  /** Memory request of the queue-proxy. Default: none. */
  queueSidecarMemoryRequest?: string;
  /** Memory limit of the queue-proxy. Default: none. */
  queueSidecarMemoryLimit?: string;
  /** Ephemeral storage request of the queue-proxy. Default: none. */
  queueSidecarEphemeralStorageRequest?: string;
  /** Ephemeral storage limit of the queue-proxy. Default: none. */
  queueSidecarEphemeralStorageLimit?: string;
  /** How pods of a revision spread over nodes. Default: "prefer-spread-revision-over-nodes". */
  defaultAffinityType?: DefaultAffinity;
  /** Whether an unschedulable pod is no failure since nodes are added for it. Default: false. */
  podIsAlwaysSchedulable?: boolean;
}

/** A domain for the services whose labels match. */
export interface ServingDomainArgs {
  /** The domain, such as "apps.example.com"; "svc.cluster.local" keeps services inside the cluster. */
  name: pulumi.Input<string>;
  /** Labels that a service must carry, all of them. Default: none, the domain of all services that match no other. */
  selector?: Record<string, string>;
}
