import type * as pulumi from "@pulumi/pulumi";
import type { AlibabaDnsArgs } from "../alibaba/alibabaLoadBalancer.args";
import type { ClusterArgs } from "../cluster/cluster.args";
import type { ObservabilityArgs } from "../observability/observability.args";
import type { PlatformEventingArgs } from "../platform/eventing.args";
import type { NamespaceArgs } from "../platform/namespaces.args";
import type { ResourcesArgs } from "../pods/pods.args";
import type { SecurityArgs } from "../security/security.args";
import type { RolloutArgs, ScaleArgs, ServiceArgs, TrafficTargetArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";

/** What a service has in one cluster instead of what it has in all: maps are joined, all else is replaced. */
export interface ServiceOverridesArgs {
  /** Name of the service among `services`. */
  name: string;
  /** Its namespace. Default: "default". */
  namespace?: string;
  /** Container image. Default: that of all clusters. */
  image?: pulumi.Input<string>;
  /** Environment variables. Default: those of all clusters. */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** CPU and memory. Default: those of all clusters. */
  resources?: ResourcesArgs;
  /** Scaling. Default: that of all clusters. */
  scale?: ScaleArgs;
  /** Requests that a pod takes at once, from 0 (no limit) to the installation's highest, 1000. Default: that of all clusters. */
  containerConcurrency?: number;
  /** Names of the gateways that serve it. Default: those of all clusters. */
  gateways?: string[];
  /** Who gets which share of the requests. Default: that of all clusters. */
  traffic?: TrafficTargetArgs[];
  /** A release under way. Default: that of all clusters. */
  rollout?: RolloutArgs;
  /** Labels of nodes that its pods run on. Default: those of all clusters. */
  nodeSelector?: Record<string, string>;
  /** Labels. Default: those of all clusters. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Annotations. Default: those of all clusters. */
  annotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What one cluster has instead of what all have: maps are joined, lists and all else are replaced. */
export interface ClusterOverridesArgs {
  /** Knative Serving with its gateways. Default: that of all clusters. */
  serving?: ServingArgs;
  /** Namespaces for services, all of them. Default: those of all clusters. */
  namespaces?: NamespaceArgs[];
  /** Knative Eventing. Default: that of all clusters. */
  eventing?: PlatformEventingArgs;
  /** What watches over the cluster. Default: that of all clusters. */
  observability?: ObservabilityArgs;
  /** Layers of protection. Default: those of all clusters. */
  security?: SecurityArgs;
  /** Services of `services` that are otherwise here, each by its `name`. Default: none. */
  services?: ServiceOverridesArgs[];
}

/** One of the clusters. */
export interface ClusterMemberArgs {
  /** What it is known by, a DNS label of at most 40 characters: another name is another cluster, in which all is made anew. */
  name: string;
  /** The cluster itself. Default: the one that kubectl would use, which is for one of them. */
  cluster?: ClusterArgs;
  /** Its share of the requests beside the weights of the others, from 0 to 100. Default: 100. */
  weight?: number;
  /** Whether it gets no requests, as with weight 0, while all in it stays. Default: false. */
  drained?: boolean;
  /** What it has otherwise than the others. Default: nothing. */
  overrides?: ClusterOverridesArgs;
  /** Services that this cluster alone has. Default: none. */
  services?: ServiceArgs[];
}

/** An Istio gateway before all clusters: it passes requests on to their gateways by weight, and leaves out one that can't be reached. */
export interface ClusterFrontArgs {
  /** Name of the cluster that it is in, which must have Istio. */
  hub: string;
  /** Name of the objects that make it: a DNS label. Default: "multi-cluster". */
  name?: string;
  /** Namespace of those objects, which must exist. Default: "istio-system". */
  namespace?: string;
  /** Labels of the gateway's pods, which must not be one of Knative's own gateways. Default: `istio: ingressgateway`. */
  selector?: Record<string, string>;
  /** Secret with the certificate for `hosts`, in the namespace of those pods. Default: none, plain HTTP alone. */
  credentialName?: string;
}

/** Several clusters with the same Knative and the same services, reached under the same names. */
export interface MultiClusterArgs {
  /** The clusters, in the order in which changes reach them: one that fails keeps those behind it as they are. */
  clusters: ClusterMemberArgs[];
  /** Knative Serving with its gateways, in every cluster. Default: the newest release, inside the clusters only. */
  serving?: ServingArgs;
  /** Namespaces for services, in every cluster. Default: none, services use those that are there. */
  namespaces?: NamespaceArgs[];
  /** Knative Eventing, in every cluster. Default: it isn't installed. */
  eventing?: PlatformEventingArgs;
  /** What watches, in every cluster. Default: nothing. */
  observability?: ObservabilityArgs;
  /** Layers of protection, in every cluster. Default: none. */
  security?: SecurityArgs;
  /** Knative Services, in every cluster. Default: none. */
  services?: ServiceArgs[];
  /**
   * Names that lead to all clusters, such as "shop.default.example.com" or "*.default.example.com". Default: those that the services
   * have by the domain of `serving` and by their domain mappings, where that domain is plain text.
   */
  hosts?: string[];
  /** Name of the gateway that they lead to in each cluster. Default: the one that serves what asks for no gateway. */
  gateway?: string;
  /** Makes the records in a zone of Alibaba Cloud DNS; all weights but 0 must be equal then. Default: none, `records` lists them. */
  alibabaDns?: AlibabaDnsArgs;
  /** Puts an Istio gateway before all clusters. Default: none. */
  front?: ClusterFrontArgs;
  /**
   * Seconds that a cluster which gets requests may take to be healthy after its changes, from 0 to 3600, before the next one is touched; 0
   * doesn't wait for that. Default: 120.
   */
  healthTimeoutSeconds?: number;
}
