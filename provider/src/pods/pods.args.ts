/** CPU and memory of a container, as Kubernetes writes them. */
export interface ResourcesArgs {
  /** What the scheduler reserves, such as `{ cpu: "200m", memory: "200Mi" }`. Default: nothing. */
  requests?: Record<string, string>;
  /** What the container may use at most. Default: no limit. */
  limits?: Record<string, string>;
}

/** Which system calls a container may make: the runtime's usual ones, all, or those of a file on the node. */
export const SeccompProfile = {
  RuntimeDefault: "RuntimeDefault",
  Unconfined: "Unconfined",
  Localhost: "Localhost",
} as const;
export type SeccompProfile = (typeof SeccompProfile)[keyof typeof SeccompProfile];

/** What a container's processes may do. */
export interface SecurityContextArgs {
  /** User ID to run as, from 0 to 2147483647. Default: the image's. */
  runAsUser?: number;
  /** Group ID to run as, from 0 to 2147483647. Default: the image's. */
  runAsGroup?: number;
  /** Whether a user of ID 0 keeps the container from starting. Default: false. */
  runAsNonRoot?: boolean;
  /** Whether the container can't write to its own file system. Default: false. */
  readOnlyRootFilesystem?: boolean;
  /** Whether a process may gain more rights than its parent. Default: true. */
  allowPrivilegeEscalation?: boolean;
  /** Linux capabilities to add, such as "NET_BIND_SERVICE"; a feature that the installation must enable. Default: none. */
  addCapabilities?: string[];
  /** Linux capabilities to drop, such as "ALL". Default: none. */
  dropCapabilities?: string[];
  /** Which system calls are allowed. Default: the node's. */
  seccompProfile?: SeccompProfile;
  /** Path of the profile below the kubelet's directory of profiles. Required with the profile "Localhost", and only there. Default: none. */
  seccompLocalhostProfile?: string;
}

/** What the processes of all containers of a pod may do. */
export interface PodSecurityContextArgs {
  /** User ID to run as, from 0 to 2147483647. Default: the images'. */
  runAsUser?: number;
  /** Group ID to run as, from 0 to 2147483647. Default: the images'. */
  runAsGroup?: number;
  /** Whether a user of ID 0 keeps containers from starting. Default: false. */
  runAsNonRoot?: boolean;
  /** Group ID that volumes belong to, from 0 to 2147483647. Default: none. */
  fsGroup?: number;
  /** Further group IDs, each from 0 to 2147483647. Default: none. */
  supplementalGroups?: number[];
  /** Which system calls are allowed. Default: the node's. */
  seccompProfile?: SeccompProfile;
  /** Path of the profile below the kubelet's directory of profiles. Required with the profile "Localhost", and only there. Default: none. */
  seccompLocalhostProfile?: string;
}

/** How a toleration compares. */
export const TolerationOperator = { Equal: "Equal", Exists: "Exists" } as const;
export type TolerationOperator = (typeof TolerationOperator)[keyof typeof TolerationOperator];

/** What a taint does to pods that don't tolerate it. */
export const TaintEffect = {
  NoSchedule: "NoSchedule",
  PreferNoSchedule: "PreferNoSchedule",
  NoExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** What the scheduler does where pods can't be spread as wished. */
export const SpreadFallback = { DoNotSchedule: "DoNotSchedule", ScheduleAnyway: "ScheduleAnyway" } as const;
export type SpreadFallback = (typeof SpreadFallback)[keyof typeof SpreadFallback];

/** A taint of nodes that pods put up with. */
export interface TolerationArgs {
  /** Key of the taint. Default: every key, which needs the operator "Exists". */
  key?: string;
  /** How the value is compared. Default: "Equal". */
  operator?: TolerationOperator;
  /** Value of the taint; not with "Exists". Default: empty. */
  value?: string;
  /** Effect of the taint. Default: every effect. */
  effect?: TaintEffect;
  /** Seconds until the pod goes nevertheless, from 0; only with "NoExecute". Default: never. */
  tolerationSeconds?: number;
}

/** How pods are spread over nodes, zones or the like. */
export interface TopologySpreadArgs {
  /** Most pods that one domain may have above another, from 1. Default: 1. */
  maxSkew?: number;
  /** Label of the nodes whose values are the domains, such as "topology.kubernetes.io/zone". */
  topologyKey: string;
  /** What happens where that can't be kept. Default: "DoNotSchedule". */
  whenUnsatisfiable?: SpreadFallback;
  /** Labels of the pods that are counted. Default: those of the pods themselves, all of this service or of this program. */
  matchLabels?: Record<string, string>;
}

/** What pods of a namespace may do, by Kubernetes' pod security standards. */
export const PodSecurityLevel = {
  Privileged: "privileged",
  Baseline: "baseline",
  Restricted: "restricted",
} as const;
export type PodSecurityLevel = (typeof PodSecurityLevel)[keyof typeof PodSecurityLevel];

/** When a node pulls an image. */
export const ImagePullPolicy = { Always: "Always", IfNotPresent: "IfNotPresent", Never: "Never" } as const;
export type ImagePullPolicy = (typeof ImagePullPolicy)[keyof typeof ImagePullPolicy];
