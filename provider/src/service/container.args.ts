import type * as pulumi from "@pulumi/pulumi";
import type { ImagePullPolicy, ResourcesArgs, SecurityContextArgs } from "../pods/pods.args";
import type { VolumeMountArgs } from "./volumes.args";

export { ImagePullPolicy, SeccompProfile, type SecurityContextArgs } from "../pods/pods.args";

/** Where the reason of a container's failure is read from. */
export const TerminationMessagePolicy = {
  File: "File",
  FallbackToLogsOnError: "FallbackToLogsOnError",
} as const;
export type TerminationMessagePolicy =
  (typeof TerminationMessagePolicy)[keyof typeof TerminationMessagePolicy];

/** A check of a container's health: an HTTP request, a TCP connection, a command or a gRPC health check. */
export interface ProbeArgs {
  /** Path to request. Excludes `tcp`, `exec` and `grpc`. Default: "/" unless one of these is set. */
  path?: string;
  /** Headers of the request. Excludes `tcp`, `exec` and `grpc`. Default: none. */
  headers?: Record<string, string>;
  /** Whether only a TCP connection is tried. Default: false. */
  tcp?: boolean;
  /** Command to run in the container; exit code 0 is healthy. Excludes the other ways. Default: none. */
  exec?: string[];
  /** Whether gRPC's health check is asked. Excludes the other ways. Default: false. */
  grpc?: boolean;
  /** Name of the service that gRPC's health check asks for. Needs `grpc`. Default: the whole server. */
  grpcService?: string;
  /**
   * Port to ask, from 1 to 65535. Required in a sidecar unless `exec` is set. A liveness probe of another port than the
   * service's needs Knative 1.22. Default: the service's port.
   */
  port?: number;
  /** Seconds before the first try, from 0. Default: 0. */
  initialDelaySeconds?: number;
  /**
   * Seconds between tries, from 1; from 0 for a readiness probe, where 0 makes Knative probe as fast as it can. Default: 0
   * for a readiness probe, else 10.
   */
  periodSeconds?: number;
  /** Seconds that an answer may take, from 1; for a readiness probe only with `periodSeconds`. Default: 1. */
  timeoutSeconds?: number;
  /** Failures in a row until the check counts as failed, from 1; for a readiness probe only with `periodSeconds`. Default: 3. */
  failureThreshold?: number;
  /** Successes in a row until the check counts as passed again, from 1; 1 unless it is a readiness probe. Default: 1. */
  successThreshold?: number;
}

/** Environment variables from all keys of a Secret or a ConfigMap: exactly one of the two. */
export interface EnvFromArgs {
  /** Name of the Secret, in the service's namespace. Excludes `configMap`. Default: none. */
  secret?: pulumi.Input<string>;
  /** Name of the ConfigMap, in the service's namespace. Excludes `secret`. Default: none. */
  configMap?: pulumi.Input<string>;
  /** Text before each key, for the variable's name. Default: none. */
  prefix?: string;
  /** Whether the container starts without the object, too. Default: false. */
  optional?: boolean;
}

/** The value of one environment variable, from exactly one of `secret`, `configMap`, `podField` and `resource`. */
export interface EnvValueFromArgs {
  /** Name of the Secret, in the service's namespace. Default: none. */
  secret?: pulumi.Input<string>;
  /** Name of the ConfigMap, in the service's namespace. Default: none. */
  configMap?: pulumi.Input<string>;
  /** Key that holds the value. Required with `secret` and `configMap`. Default: none. */
  key?: string;
  /** Whether the container starts without the object or key, too. Default: false. */
  optional?: boolean;
  /** Field of the pod, such as "metadata.name" or "status.podIP"; a feature that the installation must enable. Default: none. */
  podField?: string;
  /** Resource of a container, such as "limits.memory"; a feature that the installation must enable. Default: none. */
  resource?: string;
  /** Name of the container whose resource it is. Needs `resource`. Default: the one that has the variable. */
  container?: string;
  /** Unit that the resource is counted in, such as "1Mi". Needs `resource`. Default: "1". */
  divisor?: string;
}

/** A container beside the main one, for as long as the pod runs. It has no port that requests reach. */
export interface SidecarArgs {
  /** Name of the container: a DNS label, unique in the pod, but "queue-proxy". */
  name: string;
  /** Container image, such as "registry.example.com/team/agent:1.0". */
  image: pulumi.Input<string>;
  /** When the image is pulled. Default: "IfNotPresent", or "Always" for the tag "latest" or none. */
  imagePullPolicy?: ImagePullPolicy;
  /** Entry point that replaces the image's. Default: the image's. */
  command?: string[];
  /** Arguments that replace the image's. Default: the image's. */
  args?: pulumi.Input<string>[];
  /** Directory that the process starts in. Default: the image's. */
  workingDir?: string;
  /** File whose end is told as the reason of a failure. Default: "/dev/termination-log". */
  terminationMessagePath?: string;
  /** Where the reason of a failure is read from. Default: Knative's or Kubernetes'. */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** Environment variables. Default: none. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Environment variables from whole Secrets and ConfigMaps. Default: none. */
  envFrom?: EnvFromArgs[];
  /** Single environment variables from keys of Secrets and ConfigMaps, by name. Default: none. */
  envValueFrom?: Record<string, EnvValueFromArgs>;
  /** CPU and memory. Default: the installation's. */
  resources?: ResourcesArgs;
  /** Where volumes are found in its file system. Default: nowhere. */
  volumeMounts?: VolumeMountArgs[];
  /** What its processes may do. Default: what the pod's may. */
  securityContext?: SecurityContextArgs;
  /** When the pod takes requests, as far as this container goes. Default: at once. */
  readinessProbe?: ProbeArgs;
  /** When the container must be restarted. Default: never. */
  livenessProbe?: ProbeArgs;
  /** When the container counts as started, which the other probes wait for. Default: at once. */
  startupProbe?: ProbeArgs;
}

/** A container that runs to its end before the others start. */
export interface InitContainerArgs {
  /** Name of the container: a DNS label, unique in the pod, but "queue-proxy". */
  name: string;
  /** Container image, such as "registry.example.com/team/migrate:1.0". */
  image: pulumi.Input<string>;
  /** When the image is pulled. Default: "IfNotPresent", or "Always" for the tag "latest" or none. */
  imagePullPolicy?: ImagePullPolicy;
  /** Entry point that replaces the image's. Default: the image's. */
  command?: string[];
  /** Arguments that replace the image's. Default: the image's. */
  args?: pulumi.Input<string>[];
  /** Directory that the process starts in. Default: the image's. */
  workingDir?: string;
  /** File whose end is told as the reason of a failure. Default: "/dev/termination-log". */
  terminationMessagePath?: string;
  /** Where the reason of a failure is read from. Default: Knative's or Kubernetes'. */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** Environment variables. Default: none. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Environment variables from whole Secrets and ConfigMaps. Default: none. */
  envFrom?: EnvFromArgs[];
  /** Single environment variables from keys of Secrets and ConfigMaps, by name. Default: none. */
  envValueFrom?: Record<string, EnvValueFromArgs>;
  /** CPU and memory. Default: the installation's. */
  resources?: ResourcesArgs;
  /** Where volumes are found in its file system. Default: nowhere. */
  volumeMounts?: VolumeMountArgs[];
  /** What its processes may do. Default: what the pod's may. */
  securityContext?: SecurityContextArgs;
}
