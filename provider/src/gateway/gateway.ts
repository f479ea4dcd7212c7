import type * as pulumi from "@pulumi/pulumi";
import type { AlibabaSlbArgs } from "../alibaba/loadBalancer.args";
import type { LabelSelectorArgs } from "../serving/settings/network";
import type { GatewayApiGatewayArgs } from "../gatewayApi/gatewayApi.args";
import type { GatewayAuthorizationArgs } from "../istio/istio.args";
import type { WorkloadArgs } from "../pods/workload.args";
import type { GatewayPortsArgs, GatewayTlsArgs } from "./gatewayTls.args";

export * from "./gatewayTls.args";

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

/** A gateway: the proxy through which requests from outside reach services, whichever product it is made of. */
export interface GatewayArgs extends WorkloadArgs {
  /** Name of the gateway among the gateways of this installation. Default: "default". */
  name?: string;
  /**
   * How it is reached: "ClusterIP" from inside the cluster only, "NodePort" by a port of every node, "LoadBalancer" by an
   * address of its own; with ingress "gateway-api" its class decides. Changing it updates the gateway in place. Default: "ClusterIP", which exposes nothing.
   */
  exposure?: Exposure;
  /**
   * Address to report where the gateway has none of its own, or where clients use another, such as a DNS name; required with
   * exposure "NodePort": that of a node, or of what stands before the nodes. Default: the Service's.
   */
  address?: pulumi.Input<string>;
  /** Ports at `address` where what stands there listens on others than the gateway. Default: the gateway's own. */
  addressPorts?: GatewayPortsArgs;
  /**
   * Namespace of its objects; with ingress "istio" and "gateway-api" only. With the second, one that is named must exist.
   * Default: "istio-ingress" with the first, "knative-gateways" with the second.
   */
  namespace?: string;
  /**
   * Whether it serves what asks for no gateway; one of several must. With ingress "istio" only. Default: true for the only
   * one of its kind.
   */
  default?: boolean;
  /**
   * Whether it serves requests from inside the cluster alone. With ingress "istio" it does so in the place of the default
   * gateway's pods; with "gateway-api" exactly one gateway must. Default: false.
   */
  local?: boolean;
  /** Services that it serves by their labels, beside those that ask for it by name; with ingress "istio" only. Default: none. */
  services?: LabelSelectorArgs;
  /** Who may use it; with ingress "istio" only. Default: everybody who reaches it. */
  authorization?: GatewayAuthorizationArgs;
  /** The certificate that it shows; with ingress "istio" and "gateway-api" only, for Kourier's is the installation's. Default: none. */
  tls?: GatewayTlsArgs;
  /**
   * Domain of the services that ask for this gateway by name; the default gateway's is the installation's `domain`. Default:
   * that one, and where there is none `<address of this gateway>.<magicDns>`.
   */
  domain?: pulumi.Input<string>;
  /**
   * Annotations of the gateway's Service: what the cloud's load balancer controller reads. With ingress "gateway-api" they
   * stand on the Gateway itself, and its implementation writes them on whatever it makes for it. Default: none.
   */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Load balancer of Alibaba Cloud before it; with exposure "LoadBalancer" only. Default: the cluster's own choice. */
  alibaba?: AlibabaSlbArgs;
  /** Class of the load balancer, where the cluster has several controllers. Default: the cluster's own choice. */
  loadBalancerClass?: string;
  /** Address wished for the load balancer, where its controller honours one. Default: the controller's choice. */
  loadBalancerIP?: pulumi.Input<string>;
  /** Seconds that the load balancer may take to have an address, from 1 to 3600. Default: 600. */
  addressTimeoutSeconds?: number;
  /** Source ranges in CIDR notation that may reach the load balancer. Default: all. */
  loadBalancerSourceRanges?: string[];
  /** "Local" keeps the client's address and skips a hop. Default: "Cluster". */
  externalTrafficPolicy?: ExternalTrafficPolicy;
  /**
   * Ports of its Service, such as 8080 for a gateway that shares a load balancer with another one. Default: 80 and 443.
   */
  ports?: GatewayPortsArgs;
  /** Port of every node for HTTP, from 1 to 65535, in the cluster's node port range; NodePort and LoadBalancer only. Default: chosen by the cluster. */
  httpNodePort?: number;
  /** Port of every node for HTTPS, from 1 to 65535, in the cluster's node port range; NodePort and LoadBalancer only. Default: chosen by the cluster. */
  httpsNodePort?: number;
  /** What only the Gateway API has; with ingress "gateway-api" only. Default: none. */
  gatewayApi?: GatewayApiGatewayArgs;
}

/** Where a gateway is reached. */
export interface GatewayAddress {
  /** Name of the gateway. */
  name: string;
  /** IP address or host name. */
  address: string;
  /** Port for plain HTTP at that address. */
  httpPort: number;
  /** Port for HTTPS at that address; it answers once a certificate is configured. */
  httpsPort: number;
  /** Domain under which services of this gateway answer that have no other. */
  domain: string;
}

/** Where a gateway is reached, as the object before it tells; what that doesn't tell yet is undefined. */
export type GatewayPlace = Pick<GatewayAddress, "name"> & Partial<Omit<GatewayAddress, "name" | "domain">>;
