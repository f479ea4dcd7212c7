import type * as pulumi from "@pulumi/pulumi";
import type {
  PodSecurityContextArgs,
  ResourcesArgs,
  SecurityContextArgs,
  TolerationArgs,
  TopologySpreadArgs,
} from "./pods.args";

/** How many pods of a program may be missing while nodes are drained: at most one of the two numbers. */
export interface DisruptionBudgetArgs {
  /** Whether there is a budget at all. Default: true where upstream has one or the program runs in two pods or more. */
  enabled?: boolean;
  /** Most pods that may be missing, as a number from 1 or a percentage such as "25%". Default: "1". */
  maxUnavailable?: string;
  /** Least pods that must stay, as a number or a percentage, below the least number of pods. Excludes `maxUnavailable`. Default: none. */
  minAvailable?: string;
}

/** Where pods of Knative's own programs run and with which rights: what can be said of all of them at once. */
export interface AllWorkloadsArgs {
  /** Labels of the nodes that pods may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
  /** Taints of nodes that pods put up with. Default: none. */
  tolerations?: TolerationArgs[];
  /**
   * Affinity of the pods, as Kubernetes writes it: nodeAffinity, podAffinity and podAntiAffinity, each replaced as a whole.
   * Default: upstream's, which keeps the pods of a program of the control plane apart where it can.
   */
  affinity?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
  /** How pods are spread over nodes or zones. Default: the profile's. */
  topologySpreadConstraints?: TopologySpreadArgs[];
  /** PriorityClass of the pods. Default: the cluster's. */
  priorityClassName?: string;
  /** What the processes of all containers may do; what is left out stays upstream's. Default: upstream's. */
  podSecurityContext?: PodSecurityContextArgs;
  /** What a container's processes may do; what is left out stays upstream's. Default: upstream's, which allows next to nothing. */
  securityContext?: SecurityContextArgs;
  /** Further labels of the pods. Default: none. */
  podLabels?: Record<string, string>;
  /** Further annotations of the pods. Default: none. */
  podAnnotations?: Record<string, string>;
  /** Environment variables, such as HTTPS_PROXY; they win over upstream's. Default: none. */
  env?: Record<string, pulumi.Input<string>>;
}

/** How one of Knative's own programs runs. What is left out is the profile's, else upstream's. */
export interface WorkloadArgs extends AllWorkloadsArgs {
  /** Number of pods, from 1 to 100; the least where an autoscaler rules. Excludes `minReplicas` and `maxReplicas`. Default: 1. */
  replicas?: number;
  /** Least pods that the autoscaler keeps, from 1 to 100. Only of activator, webhook and gateways. Default: 1. */
  minReplicas?: number;
  /** Most pods that the autoscaler makes, from 1 to 100. Only of activator, webhook and gateways. Default: 20, 5 and 10. */
  maxReplicas?: number;
  /** CPU that the autoscaler aims at, as percentage of the request, from 1 to 1000. Only of activator, webhook and gateways. Default: 100. */
  targetCpuUtilization?: number;
  /** CPU and memory of one pod; what is left out stays. Default: upstream's. */
  resources?: ResourcesArgs;
  /** Seconds that the pods get to finish when they are stopped, from 0 to 3600. Default: the installation's. */
  terminationGracePeriodSeconds?: number;
  /** How many pods may be missing while nodes are drained. Default: one at a time. */
  podDisruptionBudget?: DisruptionBudgetArgs;
}
