import type { QosPolicyArgs, VpcEgressGatewayArgs, VpcNatGatewayArgs } from "./egress.args";
import type { ClusterRangesArgs, NetworkPlatform } from "./ranges.args";
import type { VpcSubnetArgs } from "./subnet.args";

export * from "./egress.args";
export * from "./ranges.args";
export * from "./subnet.args";

/** What of a packet a route of a VPC goes by. */
export const RouteBy = { Destination: "policyDst", Source: "policySrc" } as const;
export type RouteBy = (typeof RouteBy)[keyof typeof RouteBy];

/** A route of a VPC. */
export interface VpcStaticRouteArgs {
  /** Range or address that it is for. */
  cidr: string;
  /** Address that packets are handed to: in a subnet of the VPC, or a peer's. */
  nextHopIp: string;
  /** Whether the destination or the source of packets decides. Default: "policyDst". */
  by?: RouteBy;
  /** Table that it stands in. Default: the main one. */
  routeTable?: string;
}

/** What a policy of routing does with packets. */
export const PolicyRouteAction = { Allow: "allow", Drop: "drop", Reroute: "reroute" } as const;
export type PolicyRouteAction = (typeof PolicyRouteAction)[keyof typeof PolicyRouteAction];

/** A policy of routing: it decides before routes do. */
export interface VpcPolicyRouteArgs {
  /** Rank, from 0 to 32767: the highest that matches decides. */
  priority: number;
  /** OVN's expression for the packets, such as "ip4.src == 10.0.1.0/24". */
  match: string;
  /** What becomes of them. */
  action: PolicyRouteAction;
  /** Addresses that packets are handed to; required with "reroute", and for nothing else. Default: none. */
  nextHopIps?: string[];
}

/** A connection to another VPC; that one needs the same the other way round. */
export interface VpcPeeringArgs {
  /** Name of the other VPC. */
  remoteVpc: string;
  /** Address of this VPC on the connection, with the length of its prefix, such as "169.254.0.1/30". */
  localConnectIp: string;
  /** Address of the other VPC on the connection, to which its ranges are routed. Default: no route is made. */
  remoteConnectIp?: string;
  /** Ranges of the other VPC. Default: not known, and then not routed. */
  remoteCidrs?: string[];
}

/** What is spoken over a port of a load balancer. */
export const LoadBalancerProtocol = { Tcp: "TCP", Udp: "UDP", Sctp: "SCTP" } as const;
export type LoadBalancerProtocol = (typeof LoadBalancerProtocol)[keyof typeof LoadBalancerProtocol];

/** A port of a load balancer. */
export interface LoadBalancerPortArgs {
  /** Name. Default: protocol and port, as "tcp-80". */
  name?: string;
  /** Port, from 1 to 65535. */
  port: number;
  /** Port of the pods, from 1 to 65535. Default: the same. */
  targetPort?: number;
  /** What is spoken. Default: "TCP". */
  protocol?: LoadBalancerProtocol;
}

/** An address inside a VPC that leads to some of its pods. */
export interface VpcLoadBalancerArgs {
  /** Name, cluster-wide. */
  name: string;
  /** The address: of a subnet of the VPC, or one that nobody has. */
  vip: string;
  /** Namespace of the pods. Default: the VPC's first. */
  namespace?: string;
  /** Labels of the pods. Excludes `endpoints`. Default: none. */
  selector?: Record<string, string>;
  /** Addresses of the pods. Excludes `selector`. Default: none. */
  endpoints?: string[];
  /** Whether requests of a client stay with a pod. Default: false. */
  stickyClients?: boolean;
  /** Ports, from one on. */
  ports: LoadBalancerPortArgs[];
}

/** Name servers of a VPC's own; the cluster needs `vpcDns` of KubeOvn for them. */
export interface VpcDnsArgs {
  /** Name of the VPC's subnet that they stand in. Default: the VPC's first for first interfaces. */
  subnet?: string;
  /** Number of pods, from 1 to 3. Default: 2. */
  replicas?: number;
  /** Name of the ConfigMap with their configuration. Default: "vpc-dns-corefile". */
  corefile?: string;
}

/** A network of its own: its subnets and who is in them, its routes, and the ways out. */
export interface VpcNetworkArgs {
  /** Name of the VPC. Default: the resource's name. */
  name?: string;
  /** What the cluster runs on. Default: "other". */
  platform?: NetworkPlatform;
  /** Ranges that are taken in the cluster. Default: Kube-OVN's and kubeadm's own. */
  ranges?: ClusterRangesArgs;
  /** Namespaces that belong to it, which must exist, and belong to no other. Default: those of its subnets. */
  namespaces?: string[];
  /** Its subnets, from one on. */
  subnets: VpcSubnetArgs[];
  /** Name of the subnet for namespaces that none of them names. Default: none. */
  defaultSubnet?: string;
  /** Routes. Default: those of NAT gateways and peerings. */
  staticRoutes?: VpcStaticRouteArgs[];
  /** Policies of routing. Default: none. */
  policyRoutes?: VpcPolicyRouteArgs[];
  /** Connections to other VPCs. Default: none. */
  peerings?: VpcPeeringArgs[];
  /** Ways out through translation of addresses; not on Alibaba Cloud. Default: none. */
  natGateways?: VpcNatGatewayArgs[];
  /** Ways out through several pods at once; not on Alibaba Cloud. Default: none. */
  egressGateways?: VpcEgressGatewayArgs[];
  /** Limits of bandwidth for those ways out. Default: none. */
  qosPolicies?: QosPolicyArgs[];
  /** Address at which the VPC watches its egress gateways: of no subnet. Default: it doesn't. */
  bfdIp?: string;
  /** Addresses that lead to pods. Default: none. */
  loadBalancers?: VpcLoadBalancerArgs[];
  /** Name servers of its own. Default: none. */
  dns?: VpcDnsArgs;
  /** Whether the VPC's router is connected to Kube-OVN's external subnet. Default: false. */
  enableExternal?: boolean;
  /** Seconds to wait for the VPC and for each subnet to become ready, from 0 to 600; 0 doesn't wait. Default: 120. */
  readyTimeoutSeconds?: number;
}
