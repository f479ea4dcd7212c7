import type * as pulumi from "@pulumi/pulumi";

/** How a gateway is reached from outside the cluster. */
export const Exposure = {
  ClusterIP: "ClusterIP",
  NodePort: "NodePort",
  LoadBalancer: "LoadBalancer",
} as const;
export type Exposure = (typeof Exposure)[keyof typeof Exposure];

/** Whether traffic may be passed on between nodes before it reaches a pod. */
export const ExternalTrafficPolicy = { Cluster: "Cluster", Local: "Local" } as const;
export type ExternalTrafficPolicy = (typeof ExternalTrafficPolicy)[keyof typeof ExternalTrafficPolicy];

/** CPU and memory of a container, as Kubernetes writes them. */
export interface ResourcesArgs {
  /** What the scheduler reserves, such as `{ cpu: "200m", memory: "200Mi" }`. Default: nothing. */
  requests?: Record<string, string>;
  /** What the container may use at most. Default: no limit. */
  limits?: Record<string, string>;
}

/** A gateway: the proxy through which requests from outside reach services, whichever product it is made of. */
export interface GatewayArgs {
  /** Name of the gateway among the gateways of this installation. Default: "default". */
  name?: string;
  /**
   * How it is reached: "ClusterIP" from inside the cluster only, "NodePort" by a port of every node, "LoadBalancer" by an
   * address of its own. Changing it updates the gateway in place. Default: "ClusterIP", which exposes nothing.
   */
  exposure?: Exposure;
  /** Address to report where the gateway has none of its own, or where clients use another, such as a DNS name. Default: the Service's. */
  address?: pulumi.Input<string>;
  /** Annotations of the gateway's Service: what the cloud's load balancer controller reads. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Class of the load balancer, where the cluster has several controllers. Default: the cluster's own choice. */
  loadBalancerClass?: string;
  /** Address wished for the load balancer, where its controller honours one. Default: the controller's choice. */
  loadBalancerIP?: pulumi.Input<string>;
  /** Source ranges in CIDR notation that may reach the load balancer. Default: all. */
  loadBalancerSourceRanges?: string[];
  /** "Local" keeps the client's address and skips a hop. Default: "Cluster". */
  externalTrafficPolicy?: ExternalTrafficPolicy;
  /** Port of every node for HTTP, from 1 to 65535, in the cluster's node port range; NodePort and LoadBalancer only. Default: chosen by the cluster. */
  httpNodePort?: number;
  /** Least number of proxies, from 1 to 100. Default: 1. */
  replicas?: number;
  /** CPU and memory of one proxy. Default: upstream's. */
  resources?: ResourcesArgs;
}

/** Where a gateway is reached. */
export interface GatewayAddress {
  /** Name of the gateway. */
  name: string;
  /** IP address or host name. */
  address: string;
  /** Port for plain HTTP. */
  httpPort: number;
  /** Port for HTTPS; it answers once a certificate is configured. */
  httpsPort: number;
}
