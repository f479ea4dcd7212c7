/** Which way packets go that a rule of a subnet is about, seen from its pods. */
export const AclDirection = { ToPod: "to-lport", FromPod: "from-lport" } as const;
export type AclDirection = (typeof AclDirection)[keyof typeof AclDirection];

/** What becomes of packets that match; "reject" answers, "drop" doesn't; "allow-related" lets answers through, too. */
export const AclAction = {
  AllowRelated: "allow-related",
  Allow: "allow",
  Drop: "drop",
  Reject: "reject",
} as const;
export type AclAction = (typeof AclAction)[keyof typeof AclAction];

/** A rule about packets of a subnet. */
export interface SubnetAclArgs {
  /** Which way the packets go: "to-lport" to pods, "from-lport" from pods. */
  direction: AclDirection;
  /** Rank, from 0 to 32767: the highest that matches decides. */
  priority: number;
  /** OVN's expression for the packets, such as "ip4.src == 10.0.1.0/24 && tcp.dst == 80". */
  match: string;
  /** What becomes of them. */
  action: AclAction;
}

/** Addresses handed out by DHCP, as virtual machines want it; pods get theirs without. */
export interface SubnetDhcpArgs {
  /** OVN's options for IPv4, such as "lease_time=3600,router=10.0.0.1,server_id=169.254.0.254". Default: Kube-OVN's. */
  v4Options?: string;
  /** OVN's options for IPv6, such as "server_id=00:00:00:2E:2F:B8". Default: Kube-OVN's. */
  v6Options?: string;
  /** Whether routers are advertised for IPv6. Default: false. */
  routerAdvertisements?: boolean;
  /** OVN's options of those advertisements. Default: Kube-OVN's. */
  routerAdvertisementOptions?: string;
}

/** A definition by which pods get a further interface in a subnet. */
export interface SubnetAttachmentArgs {
  /** Name of the NetworkAttachmentDefinition. Default: the subnet's. */
  name?: string;
  /** Namespace of the NetworkAttachmentDefinition. Default: "kube-system". */
  namespace?: string;
}

/** A subnet of a VPC. */
export interface VpcSubnetArgs {
  /** Name, cluster-wide, and another than the VPC's. */
  name: string;
  /** Addresses: a range, or one of each family as "10.0.0.0/16,fd00:10::/112". Not to be changed while pods use it. */
  cidrBlock: string;
  /** Address of the gateway in the range, of each family. Default: the first of the range. */
  gateway?: string;
  /** Addresses that pods don't get: single ones, or "10.0.0.2..10.0.0.9". Default: the gateway, which is always among them. */
  excludeIps?: string[];
  /** Namespaces whose new pods are in this subnet, all of them the VPC's. Default: none. */
  namespaces?: string[];
  /**
   * Set where pods get a further interface in this subnet, instead of their first one. Excludes `namespaces`. Default: it is
   * for first interfaces.
   */
  attachment?: SubnetAttachmentArgs;
  /** Whether addresses of Services lead to their pods. Default: true. */
  enableLb?: boolean;
  /** Whether only pods of this subnet, and those of `allowSubnets`, reach its pods. Default: false. */
  private?: boolean;
  /** Ranges that reach a private subnet as well. Default: none. */
  allowSubnets?: string[];
  /** Rules about packets. Default: none. */
  acls?: SubnetAclArgs[];
  /** DHCP for virtual machines. Default: none. */
  dhcp?: SubnetDhcpArgs;
  /** Largest packet in bytes, from 576 to 65535, and from 1280 with IPv6. Default: Kube-OVN's. */
  mtu?: number;
  /** Addresses of the range that pods may take over from each other. Default: none. */
  vips?: string[];
  /** Whether several routes to one destination are all used. Default: false. */
  enableEcmp?: boolean;
  /** Whether multicast goes only where it is wanted. Default: false. */
  enableMulticastSnoop?: boolean;
  /** Table of the VPC's routes that holds for this subnet. Default: the main one. */
  routeTable?: string;
  /** Vlan that the subnet is on, where it is one of the machines' own network. Default: none, it is an overlay. */
  vlan?: string;
}
