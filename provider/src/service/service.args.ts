import type * as pulumi from "@pulumi/pulumi";
import type { ServiceNetworkArgs } from "../kubeovn/serviceNetwork.args";
import type { ResourcesArgs } from "../pods/pods.args";
import type { ManifestPatchArgs } from "../serving/serving.args";
import type { HttpProtocol } from "../serving/settings";
import type {
  EnvFromArgs,
  EnvValueFromArgs,
  ImagePullPolicy,
  InitContainerArgs,
  ProbeArgs,
  SecurityContextArgs,
  SidecarArgs,
  TerminationMessagePolicy,
} from "./container.args";
import type { ColdStartArgs } from "./coldStart.args";
import type { DomainMappingArgs } from "./domainMappings.args";
import type {
  DnsConfigArgs,
  DnsPolicy,
  HostAliasArgs,
  PodSecurityContextArgs,
  TolerationArgs,
  TopologySpreadArgs,
} from "./placement.args";
import type { ScaleArgs } from "./scale.args";
import type { RolloutArgs, TrafficTargetArgs } from "./traffic.args";
import type { Visibility } from "./visibility";
import type { VolumeArgs, VolumeMountArgs } from "./volumes.args";

export * from "./coldStart.args";
export * from "./container.args";
export * from "./domainMappings.args";
export * from "./placement.args";
export * from "./scale.args";
export * from "./traffic.args";
export * from "./visibility";
export * from "./volumes.args";

/** What an application speaks on its port. */
export const ServiceProtocol = { Http1: "http1", H2c: "h2c" } as const;
export type ServiceProtocol = (typeof ServiceProtocol)[keyof typeof ServiceProtocol];

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
  /** Name of the main container, as in `kubectl logs -c`: a DNS label, but "queue-proxy". Default: "user-container". */
  containerName?: string;
  /** When the image is pulled. Default: "IfNotPresent", or "Always" where Knative doesn't resolve the tag and it is "latest" or none. */
  imagePullPolicy?: ImagePullPolicy;
  /** Entry point that replaces the image's. Default: the image's. */
  command?: string[];
  /** Arguments that replace the image's. Default: the image's. */
  args?: pulumi.Input<string>[];
  /** Directory that the process starts in. Default: the image's. */
  workingDir?: string;
  /** File whose end is told as the reason of a failure. Default: "/dev/termination-log". */
  terminationMessagePath?: string;
  /** Where the reason of a failure is read from. Default: "FallbackToLogsOnError". */
  terminationMessagePolicy?: TerminationMessagePolicy;
  /** Environment variables. Default: none. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Environment variables from whole Secrets and ConfigMaps. Default: none. */
  envFrom?: EnvFromArgs[];
  /** Single environment variables from keys of Secrets and ConfigMaps, by name. Default: none. */
  envValueFrom?: Record<string, EnvValueFromArgs>;
  /** CPU and memory. Default: the installation's. */
  resources?: ResourcesArgs;
  /** When the container takes requests. Default: once its port opens. */
  readinessProbe?: ProbeArgs;
  /** When the container must be restarted. Default: never. */
  livenessProbe?: ProbeArgs;
  /** When the container counts as started, which the other probes wait for. Default: at once. */
  startupProbe?: ProbeArgs;
  /** What the main container's processes may do. Default: what the pod's may. */
  securityContext?: SecurityContextArgs;
  /** Where volumes are found in the main container's file system. Default: nowhere. */
  volumeMounts?: VolumeMountArgs[];
  /** Volumes of the pods, each mounted by some container. Default: none. */
  volumes?: VolumeArgs[];
  /** Further containers beside the main one. Default: none. */
  sidecars?: SidecarArgs[];
  /** Containers that run to their end first, in this order. Default: none. */
  initContainers?: InitContainerArgs[];
  /**
   * Whether containers keep to Kubernetes' pod security standard "restricted" wherever nothing else is said: they run as another
   * user than root, without capabilities and new rights, and with the runtime's usual system calls. Images that run as root then
   * don't start. Default: false, or as the namespace demands where a Platform makes it with podSecurity "restricted".
   */
  restricted?: boolean;
  /** What the processes of all containers may do. Default: what the images say. */
  podSecurityContext?: PodSecurityContextArgs;
  /** Labels of the nodes that pods may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
  /** Taints of nodes that pods put up with. Default: none. */
  tolerations?: TolerationArgs[];
  /** Affinity of the pods to nodes and other pods, as Kubernetes writes it. Default: none. */
  affinity?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
  /** How pods are spread over nodes or zones. Default: the scheduler's way. */
  topologySpreadConstraints?: TopologySpreadArgs[];
  /** PriorityClass of the pods. Default: the cluster's. */
  priorityClassName?: string;
  /** RuntimeClass of the pods. Default: the cluster's. */
  runtimeClassName?: string;
  /** Scheduler that places the pods. Default: the cluster's. */
  schedulerName?: string;
  /** From where pods get their name servers. Default: "ClusterFirst". */
  dnsPolicy?: DnsPolicy;
  /** What the pods' resolver asks beside. Required with the DNS policy "None". Default: nothing more. */
  dnsConfig?: DnsConfigArgs;
  /** Names in the pods' hosts file. Default: none. */
  hostAliases?: HostAliasArgs[];
  /** Whether the containers of a pod see each other's processes. Default: false. */
  shareProcessNamespace?: boolean;
  /** Whether pods use their node's network. Default: false. */
  hostNetwork?: boolean;
  /** Whether pods see their node's processes. Default: false. */
  hostPid?: boolean;
  /** Whether pods share their node's IPC objects. Default: false. */
  hostIpc?: boolean;
  /** Whether the pod's containers find a token of its ServiceAccount. Default: true. */
  automountServiceAccountToken?: boolean;
  /** Whether variables tell of all Services of the namespace, which slows starts down. Default: the installation's (false). */
  enableServiceLinks?: boolean;
  /** ServiceAccount that the pods run as. Default: the namespace's. */
  serviceAccountName?: pulumi.Input<string>;
  /** Names of Secrets to pull the images with, each once. Default: none. */
  imagePullSecrets?: string[];
  /** Scaling. Default: the installation's. */
  scale?: ScaleArgs;
  /** What makes pods start sooner. Default: nothing. */
  coldStart?: ColdStartArgs;
  /**
   * Requests that one pod handles at a time, from 0 up to the installation's limit (1000); 0 means no limit. Default: the
   * installation's (0).
   */
  containerConcurrency?: number;
  /** Seconds that a request may take, from 1 up to the installation's limit (600). Default: the installation's (300). */
  timeoutSeconds?: number;
  /** Seconds until a response must begin, up to timeoutSeconds; 0 means no limit. Default: the installation's (300). */
  responseStartTimeoutSeconds?: number;
  /** Seconds that a response may pause, up to timeoutSeconds; 0 means no limit. Default: the installation's (0). */
  idleTimeoutSeconds?: number;
  /** From where it can be reached; "cluster-local" keeps it inside the cluster. Default: "external". */
  visibility?: Visibility;
  /**
   * Names of the gateways that serve it, of an installation that has several; "*" for all, an empty list for none, which
   * keeps the service inside the cluster. Default: the installation's default gateway.
   */
  gateways?: string[];
  /** CPU, memory and ephemeral-storage of Knative's own container in each pod. Default: the installation's. */
  queueProxyResources?: ResourcesArgs;
  /** Time that a revision has to become ready, whole seconds from 1s. Default: the installation's (600s). */
  progressDeadline?: string;
  /** Time over which requests move to a new latest revision, whole seconds. Default: the installation's (at once). */
  rolloutDuration?: string;
  /** Ingress that serves this service; not to be changed later. Default: the installation's. */
  ingressClass?: string;
  /**
   * Further domains under which the service answers as `<service>.<namespace>.<domain>`. The installation's own domain
   * may be among them: requests under it are then served while the installation changes to another. A Platform sets it
   * by itself. Default: none.
   */
  additionalDomains?: pulumi.Input<string>[];
  /** Whether plain HTTP is answered or redirected to HTTPS. Default: the installation's. */
  httpProtocol?: HttpProtocol;
  /** Kind of the certificates that are made for this service. Default: the installation's. */
  certificateClass?: string;
  /** Whether no certificate is made for this service, though the installation makes them. Default: false. */
  disableExternalDomainTls?: boolean;
  /** Whether a response may begin while the HTTP/1 request is still read. Default: false. */
  httpFullDuplex?: boolean;
  /** Whether Knative's own container finds the pod's annotations as a file; for extensions that read them. Default: false. */
  queueProxyPodInfo?: boolean;
  /** Whether the revision is never removed as outdated. Default: false. */
  keepRevision?: boolean;
  /**
   * Name of the revision that these inputs make: `<service>-<suffix>`. It must change with them, or Knative refuses the
   * change. Default: chosen by Knative, as `<service>-00001`.
   */
  revisionName?: string;
  /** How requests are shared between revisions; excludes `rollout`. Default: all to the latest ready one. */
  traffic?: TrafficTargetArgs[];
  /** Domains of your own that lead to the service. Default: none. */
  domainMappings?: DomainMappingArgs[];
  /**
   * Blue/green and canary releases by one number, under the tags "current" and "candidate"; `{}` between two releases.
   * Excludes `traffic`. Default: none.
   */
  rollout?: RolloutArgs;
  /** Labels of the service. Their names must be known when the program runs: they decide gateways and domain. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Annotations of the service; those for scaling and traffic have properties of their own. Default: none. */
  annotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Labels of the pods. Default: none. */
  podLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Annotations of the pods. Default: none. */
  podAnnotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Changes to the Knative Service for which there is no property, applied last; their target is of kind "Service". Default:
   * none.
   */
  patches?: ManifestPatchArgs[];
  /** Networks of the pods, on a cluster with Kube-OVN. Default: the namespace's. */
  network?: ServiceNetworkArgs;
  /** Seconds to wait for the service to become ready, from 0 to 3600; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
  /**
   * URL that the service must have before it counts as ready, so that the outputs never hold one of a domain that has just
   * been changed. A Platform sets it by itself. Default: any.
   */
  expectedUrl?: pulumi.Input<string | undefined>;
}
