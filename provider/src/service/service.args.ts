import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../gateway/gateway";

/** From where a service can be reached. */
export const Visibility = { External: "external", ClusterLocal: "cluster-local" } as const;
export type Visibility = (typeof Visibility)[keyof typeof Visibility];

/** What an application speaks on its port. */
export const ServiceProtocol = { Http1: "http1", H2c: "h2c" } as const;
export type ServiceProtocol = (typeof ServiceProtocol)[keyof typeof ServiceProtocol];

/** What a service is scaled by. */
export const ScaleMetric = { Concurrency: "concurrency", Rps: "rps", Cpu: "cpu", Memory: "memory" } as const;
export type ScaleMetric = (typeof ScaleMetric)[keyof typeof ScaleMetric];

/** A check of a container's health, by an HTTP request or by opening a TCP connection. */
export interface ProbeArgs {
  /** Path to request. Excludes `tcp`. Default: "/" unless `tcp` is set. */
  path?: string;
  /** Whether only a TCP connection is tried. Default: false. */
  tcp?: boolean;
  /** Port to ask, from 1 to 65535. Default: the service's port. */
  port?: number;
  /** Seconds before the first try, from 0. Default: 0. */
  initialDelaySeconds?: number;
  /** Seconds between tries, from 0; 0 makes Knative probe as fast as it can. Default: Knative's. */
  periodSeconds?: number;
  /** Seconds that an answer may take, from 1. Default: 1. */
  timeoutSeconds?: number;
  /** Failures in a row until the check counts as failed, from 1. Default: 3. */
  failureThreshold?: number;
}

/** A share of a service's traffic. */
export interface TrafficTargetArgs {
  /** Name of the revision. Default: the latest ready one. */
  revisionName?: string;
  /** Whether the latest ready revision is meant. Default: true where no revision is named. */
  latestRevision?: boolean;
  /** Percentage of the requests, from 0 to 100. All targets together: exactly 100. Default: 0. */
  percent?: number;
  /** Name under which this target alone is reached, too, as `<tag>-<service>`. Default: none. */
  tag?: string;
}

/** When a service is scaled, and between which bounds. */
export interface ScaleArgs {
  /** Pods that are always kept, from 0; at least 1 spares the cold start. Default: 0. */
  minScale?: number;
  /** Most pods, from 0; 0 means no limit. Default: the installation's. */
  maxScale?: number;
  /** Pods that a new revision must reach before it counts as ready, from 0. Default: 1. */
  initialScale?: number;
  /** Pods to start with when scaled up from zero, from 2. Default: 1. */
  activationScale?: number;
  /** What load is measured in. Default: "concurrency". */
  metric?: ScaleMetric;
  /** Load per pod that is aimed at, from 0.01, in the metric's unit. Default: the installation's. */
  target?: number;
  /** Share of the target that is aimed at, 1 to 100 percent. Default: 70. */
  targetUtilizationPercentage?: number;
  /** Time over which load is averaged, whole seconds from 6s to 1h. Default: "60s". */
  window?: string;
  /** Time that load must stay low before pods are removed, whole seconds up to 1h. Default: "0s". */
  scaleDownDelay?: string;
  /** Least time that the last pod is kept after the last request, whole seconds up to 1h. Default: "0s". */
  scaleToZeroPodRetentionPeriod?: string;
}

/** What a service runs, and how it is scaled and reached. */
export interface ServiceArgs {
  /** Name of the Knative Service: a DNS label. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Container image, such as "registry.example.com/team/app:1.0". Knative pins its digest per revision. */
  image: pulumi.Input<string>;
  /** Port that the application listens on, from 1 to 65535 but Knative's own. Default: 8080, handed over as PORT. */
  port?: number;
  /** What it speaks there; "h2c" is HTTP/2 without TLS, as gRPC needs. Default: "http1". */
  protocol?: ServiceProtocol;
  /** Entry point that replaces the image's. Default: the image's. */
  command?: string[];
  /** Arguments that replace the image's. Default: the image's. */
  args?: pulumi.Input<string>[];
  /** Environment variables. Default: none. */
  env?: Record<string, pulumi.Input<string>>;
  /** CPU and memory. Default: the installation's. */
  resources?: ResourcesArgs;
  /** When the container takes requests. Default: once its port opens. */
  readinessProbe?: ProbeArgs;
  /** When the container must be restarted. Default: never. */
  livenessProbe?: ProbeArgs;
  /** ServiceAccount that the pods run as. Default: the namespace's. */
  serviceAccountName?: pulumi.Input<string>;
  /** Names of Secrets to pull the image with. Default: none. */
  imagePullSecrets?: string[];
  /** Scaling. Default: the installation's. */
  scale?: ScaleArgs;
  /** Requests that one pod handles at a time, from 0 to 1000; 0 means no limit. Default: 0. */
  containerConcurrency?: number;
  /** Seconds that a request may take, from 1. Default: 300. */
  timeoutSeconds?: number;
  /** Seconds until a response must begin, up to timeoutSeconds. Default: the installation's. */
  responseStartTimeoutSeconds?: number;
  /** Seconds that a response may pause, up to timeoutSeconds; 0 means no limit. Default: 0. */
  idleTimeoutSeconds?: number;
  /** From where it can be reached; "cluster-local" keeps it inside the cluster. Default: "external". */
  visibility?: Visibility;
  /** Name of the revision that this change makes: `<service>-<suffix>`. Default: chosen by Knative. */
  revisionName?: string;
  /** How requests are shared between revisions. Default: all to the latest ready one. */
  traffic?: TrafficTargetArgs[];
  /** Labels of the service. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Annotations of the service; those for scaling and traffic have properties of their own. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Labels of the pods. Default: none. */
  podLabels?: Record<string, pulumi.Input<string>>;
  /** Annotations of the pods. Default: none. */
  podAnnotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait for the service to become ready, from 0 to 3600; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
  /**
   * URL that the service must have before it counts as ready, so that the outputs never hold one of a domain that has just
   * been changed. A Platform sets it by itself. Default: any.
   */
  expectedUrl?: pulumi.Input<string | undefined>;
}
