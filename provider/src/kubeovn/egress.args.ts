import type { TolerationArgs } from "../pods/pods.args";

/** An address of a machines' own network that a NAT gateway takes. */
export interface NatAddressArgs {
  /** Name, cluster-wide. */
  name: string;
  /** The address, of the gateway's external subnet. Default: a free one of it. */
  v4ip?: string;
  /** Name of a QosPolicyArgs bound to addresses. Default: no limit. */
  qosPolicy?: string;
}

/** Pods of a range go out with one address. */
export interface SourceNatArgs {
  /** Name, cluster-wide. */
  name: string;
  /** Name of the address in `addresses`. */
  address: string;
  /** The pods' range. */
  internalCidr: string;
}

/** A port of an address leads to a port of a pod. */
export interface PortForwardArgs {
  /** Name, cluster-wide. */
  name: string;
  /** Name of the address in `addresses`. */
  address: string;
  /** Port of that address, from 1 to 65535. */
  externalPort: number;
  /** The pod's address. */
  internalIp: string;
  /** Port of the pod, from 1 to 65535. Default: the same. */
  internalPort?: number;
  /** What is spoken. Default: "tcp". */
  protocol?: TransportProtocol;
}

/** An address stands for a pod, in both directions. */
export interface FloatingIpArgs {
  /** Name, cluster-wide. */
  name: string;
  /** Name of the address in `addresses`, of no other rule. */
  address: string;
  /** The pod's address. */
  internalIp: string;
}

/** What is spoken over a port, as NAT gateways write it. */
export const TransportProtocol = { Tcp: "tcp", Udp: "udp" } as const;
export type TransportProtocol = (typeof TransportProtocol)[keyof typeof TransportProtocol];

/** A pod that translates the addresses of a VPC: by iptables, and by a second interface in the machines' own network. */
export interface VpcNatGatewayArgs {
  /** Name, cluster-wide. */
  name: string;
  /** Name of the VPC's subnet in which it stands. */
  subnet: string;
  /** Its address there. */
  lanIp: string;
  /** Name of the subnet of the machines' own network, which needs macvlan. Default: Kube-OVN's, "ovn-vpc-external-network". */
  externalSubnet?: string;
  /** Addresses that it takes outside. Default: none. */
  addresses?: NatAddressArgs[];
  /** Pods that go out. Default: none. */
  sourceNats?: SourceNatArgs[];
  /** Ports that lead in. Default: none. */
  portForwards?: PortForwardArgs[];
  /** Addresses that stand for a pod. Default: none. */
  floatingIps?: FloatingIpArgs[];
  /** Whether everything that isn't the VPC's goes this way: a route of the VPC. Default: true. */
  defaultRoute?: boolean;
  /** Name of a QosPolicyArgs bound to gateways. Default: no limit. */
  qosPolicy?: string;
  /** Labels of the nodes that it may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
  /** Taints of nodes that it puts up with. Default: none. */
  tolerations?: TolerationArgs[];
}

/** Whose packets an egress gateway takes out. */
export interface EgressPolicyArgs {
  /** Whether they go out with the gateway's address. Default: true. */
  snat?: boolean;
  /** Ranges of the pods. Default: none. */
  ipBlocks?: string[];
  /** Names of subnets of the VPC. Default: none. */
  subnets?: string[];
}

/** Where packets go when a node has an instance of the gateway itself. */
export const EgressTrafficPolicy = { Cluster: "Cluster", Local: "Local" } as const;
export type EgressTrafficPolicy = (typeof EgressTrafficPolicy)[keyof typeof EgressTrafficPolicy];

/** Pods that take a VPC's packets out, several at once. */
export interface VpcEgressGatewayArgs {
  /** Name, of its own in the namespace. */
  name: string;
  /** Namespace that its pods are in, of the VPC or the default one. Default: "kube-system". */
  namespace?: string;
  /** Number of pods, from 1 to 10. Default: 1. */
  replicas?: number;
  /** Name of the VPC's subnet in which they stand. Default: the VPC's default subnet. */
  internalSubnet?: string;
  /** Name of the subnet outside, which needs macvlan. */
  externalSubnet: string;
  /** Addresses inside, at least as many as pods. Default: free ones. */
  internalIps?: string[];
  /** Addresses outside, at least as many as pods. Default: free ones. */
  externalIps?: string[];
  /** Whose packets it takes, from one policy on. */
  policies: EgressPolicyArgs[];
  /** Whether packets stay on their node where it has one of the pods: "Local", else "Cluster". Default: "Cluster". */
  trafficPolicy?: EgressTrafficPolicy;
  /** Whether the VPC notices at once when one of the pods fails; needs `bfdIp` of the VPC. Default: false. */
  bfd?: boolean;
  /** Labels of the nodes that it may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
}

/** What a limit of bandwidth is bound to. */
export const QosBinding = { Address: "EIP", Gateway: "NATGW" } as const;
export type QosBinding = (typeof QosBinding)[keyof typeof QosBinding];

/** Which way packets go that a limit of bandwidth is about. */
export const QosDirection = { In: "ingress", Out: "egress" } as const;
export type QosDirection = (typeof QosDirection)[keyof typeof QosDirection];

/** One limit of a policy. */
export interface QosRuleArgs {
  /** Name, of its own within the policy. */
  name: string;
  /** Which way packets go. */
  direction: QosDirection;
  /** Most megabits a second, above 0. */
  rateMbps: number;
  /** Most megabytes at once, above 0. Default: Kube-OVN's. */
  burstMegabytes?: number;
  /** Rank: the lowest that matches decides. Default: 0. */
  priority?: number;
  /** Interface of the gateway, such as "net1". Default: all. */
  interface?: string;
  /** Packets it is about: "src 10.0.1.0/24" or "dst 10.0.1.0/24". Default: all. */
  match?: string;
}

/** Limits of bandwidth for addresses and NAT gateways; those of pods are annotations. */
export interface QosPolicyArgs {
  /** Name, cluster-wide. */
  name: string;
  /** What it is bound to. */
  binding: QosBinding;
  /** Whether several may use it; those for gateways always are shared. Default: true for gateways, else false. */
  shared?: boolean;
  /** The limits, from one on. */
  rules: QosRuleArgs[];
}
