import type * as pulumi from "@pulumi/pulumi";
import type {
  ImagePullPolicy,
  PodSecurityContextArgs,
  ResourcesArgs,
  SecurityContextArgs,
  TolerationArgs,
} from "../pods/pods.args";
import type { EnvFromArgs, EnvValueFromArgs, TerminationMessagePolicy } from "../service/container.args";
import type { VolumeArgs, VolumeMountArgs } from "../service/volumes.args";
import type { SinkArgs } from "./sink.args";

/** Runs a container that sends events to the URL in its variable K_SINK, all the time and in one pod. */
export interface ContainerSourceArgs {
  /** Name of the source. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Container image, such as "registry.example.com/team/poller:1.0". */
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
  /** Where the reason of a failure is read from. Default: "File". */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** Environment variables, but K_SINK, K_CE_OVERRIDES and K_CA_CERTS, which Knative sets. Default: none. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Environment variables from whole Secrets and ConfigMaps. Default: none. */
  envFrom?: EnvFromArgs[];
  /** Single environment variables from keys of Secrets and ConfigMaps, by name. Default: none. */
  envValueFrom?: Record<string, EnvValueFromArgs>;
  /** CPU and memory. Default: the namespace's. */
  resources?: ResourcesArgs;
  /** Where volumes are found in its file system. Default: nowhere. */
  volumeMounts?: VolumeMountArgs[];
  /** Volumes of the pod, each mounted. Default: none. */
  volumes?: VolumeArgs[];
  /** What the container's processes may do. Default: what the pod's may. */
  securityContext?: SecurityContextArgs;
  /** What the pod's processes may do. Default: what the image says. */
  podSecurityContext?: PodSecurityContextArgs;
  /** Labels of the nodes that the pod may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
  /** Taints of nodes that the pod puts up with. Default: none. */
  tolerations?: TolerationArgs[];
  /** ServiceAccount that the pod runs as. Default: the namespace's. */
  serviceAccountName?: pulumi.Input<string>;
  /** Names of Secrets to pull the image with. Default: none. */
  imagePullSecrets?: string[];
  /** Labels of the pod. A change makes the source anew. Default: none. */
  podLabels?: Record<string, pulumi.Input<string>>;
  /** Annotations of the pod. Default: none. */
  podAnnotations?: Record<string, pulumi.Input<string>>;
  /** Where the events go. */
  sink: SinkArgs;
  /** Attributes that every event is to get, by name: letters and digits; the container finds them in K_CE_OVERRIDES. Default: none. */
  extensions?: Record<string, pulumi.Input<string>>;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
