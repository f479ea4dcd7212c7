import type * as pulumi from "@pulumi/pulumi";

/** Tier of an ACK cluster's control plane, by the cloud's own names. */
export const AckSpec = {
  /** No fee for the control plane, and no promise of its availability. */
  Standard: "ack.standard",
  /** A fee for each hour, an SLA, and what only Pro clusters can do. */
  Pro: "ack.pro.small",
  /** Control plane with capacity of its own. */
  ProXlarge: "ack.pro.xlarge",
  ProXlarge2: "ack.pro.2xlarge",
  /** To be asked of the vendor first. */
  ProXlarge4: "ack.pro.4xlarge",
} as const;
export type AckSpec = (typeof AckSpec)[keyof typeof AckSpec];

/** How pods get their addresses. */
export const AckPodNetwork = {
  /** From a range of their own, by routes of the VPC. */
  Flannel: "flannel",
  /** From vSwitches of the VPC: each pod is a member of the VPC. */
  Terway: "terway",
} as const;
export type AckPodNetwork = (typeof AckPodNetwork)[keyof typeof AckPodNetwork];

/** A program of the control plane whose logs can be kept. */
export const AckLogComponent = {
  ApiServer: "apiserver",
  ControllerManager: "kcm",
  Scheduler: "scheduler",
  CloudControllerManager: "ccm",
  Events: "controlplane-events",
} as const;
export type AckLogComponent = (typeof AckLogComponent)[keyof typeof AckLogComponent];

/** The gateway of managed Knative, as far as it can be chosen by an API. */
export const AckKnativeGateway = {
  /** Application Load Balancer: managed, one for all services; needs two vSwitches in two zones. */
  Alb: "alb",
  /** Envoy in pods of the cluster, behind a load balancer of layer 4. */
  Kourier: "kourier",
} as const;
export type AckKnativeGateway = (typeof AckKnativeGateway)[keyof typeof AckKnativeGateway];

/** What a node may not take on. */
export const AckTaintEffect = {
  NoSchedule: "NoSchedule",
  PreferNoSchedule: "PreferNoSchedule",
  NoExecute: "NoExecute",
} as const;
export type AckTaintEffect = (typeof AckTaintEffect)[keyof typeof AckTaintEffect];

/** A zone that the cluster stands in, with its part of the VPC. */
export interface AckZoneArgs {
  /**
   * The zone, such as "cn-hangzhou-h". Default: one that the cloud names for the region when the vSwitch is made; it stays
   * afterwards. Naming them lets a preview check them.
   */
  zone?: string;
  /** Range of the vSwitch of nodes and load balancers, in the VPC's. Default: the next sixteenth of the VPC. */
  cidr?: string;
  /** Range of the vSwitch of pods, for `podNetwork` terway. Default: the next quarter of the VPC after the first. */
  podCidr?: string;
}

/** The way from nodes and pods to the internet, which image pulls need: a NAT gateway with an address of its own. */
export interface AckNatArgs {
  /** Highest bandwidth of its address in Mbit/s, from 1 to 200. Traffic is what costs, not this. Default: 100. */
  bandwidth?: number;
}

/** The VPC of a cluster: one that is made, or one that is there. */
export interface AckNetworkArgs {
  /** Range of the VPC. Of one that is there it must be told, and hold all its ranges. Default: 10.0.0.0/16. */
  cidr?: string;
  /**
   * Zones of the VPC that is made, a vSwitch in each. Add new ones at the end, for their place in the list is their
   * identity. Default: two, of the cloud's choice.
   */
  zones?: AckZoneArgs[];
  /** Id of a VPC that is there. Default: one is made. */
  vpcId?: pulumi.Input<string>;
  /** Ids of vSwitches of the VPC that is there, for nodes and load balancers. Default: those that are made. */
  vSwitchIds?: pulumi.Input<string>[];
  /** Ids of vSwitches of the VPC that is there for pods, for `podNetwork` terway; in the zones of the others. Default: those that are made. */
  podVSwitchIds?: pulumi.Input<string>[];
  /**
   * A NAT gateway with SNAT for each vSwitch. Default: one with the VPC that is made, none in a VPC that is there.
   */
  nat?: AckNatArgs;
  /** Whether a VPC that is made goes without NAT gateway: images then come from a registry inside. Default: false. */
  withoutNat?: boolean;
}

/** What is logged, to the cloud's Simple Log Service. It costs by volume, and stays when the cluster is deleted. */
export interface AckLogsArgs {
  /** Whether each request to the API server is recorded. Default: true. */
  audit?: boolean;
  /** Programs of the control plane whose logs are kept. Default: apiserver, kcm, scheduler and ccm. */
  components?: AckLogComponent[];
  /** Days that logs of the control plane are kept, from 1 to 3000. Default: 30. */
  retentionDays?: number;
  /** The project of Simple Log Service that takes them. Default: the cloud makes one, k8s-log-<cluster>. */
  project?: string;
}

/** A component of ACK's own that is installed beside the network and storage plugins. */
export interface AckAddonArgs {
  /** Its name in ACK, such as "metrics-server" or "alb-ingress-controller". */
  name: string;
  /** Its version; a newer one upgrades it. Default: the newest when it is installed. */
  version?: string;
  /** Its settings as text in JSON; ACK merges them with its own. Default: none. */
  config?: pulumi.Input<string>;
}

/** Knative as ACK manages it, instead of the one that `Serving` installs. */
export interface AckKnativeArgs {
  /** Version of the component; a newer one upgrades it. Default: the newest when it is installed. */
  version?: string;
  /** Settings of the component as text in JSON. Default: none. */
  config?: pulumi.Input<string>;
  /** The gateway. Default: what the component comes with, which is then left alone. */
  gateway?: AckKnativeGateway;
  /**
   * Name of the AlbConfig that gateway alb uses. Default: a load balancer is made in the cluster's first two vSwitches.
   */
  albConfig?: string;
}

/** Spot instances: cheaper, and taken back by the cloud at short notice. */
export interface AckSpotArgs {
  /** Highest price for one instance and hour, in the account's currency. Default: the market's price. */
  priceLimit?: number;
  /** Nodes that are ordinary ones in any case, from 0 to 1000. Default: 0. */
  onDemandBase?: number;
  /** Share of ordinary ones among the further nodes, in percent, from 0 to 100. Default: 0. */
  onDemandPercentage?: number;
}

/** Between which numbers the nodes of a pool are added and removed by need. */
export interface AckAutoscalingArgs {
  /** From 0 to 1000. */
  min: number;
  /** From 1 to 1000. */
  max: number;
}

/** A taint of the nodes of a pool. */
export interface AckTaintArgs {
  /** What pods must tolerate, such as "dedicated". */
  key: string;
  /** Default: none. */
  value?: string;
  /** Default: NoSchedule. */
  effect?: AckTaintEffect;
}

/** Nodes of one kind. */
export interface AckNodePoolArgs {
  /** Name, one of its own in the cluster, and its identity. Default: "default". */
  name?: string;
  /** Kinds of ECS instances in the order of preference, 1 to 10, such as "ecs.g7.xlarge". */
  instanceTypes: string[];
  /** How many nodes, from 0 to 1000. Default: 3, without `autoscaling`. */
  size?: number;
  /** Nodes by need, instead of `size`. Default: none, as many as `size` says. */
  autoscaling?: AckAutoscalingArgs;
  /** Spot instances. Default: none. */
  spot?: AckSpotArgs;
  /** Kind of the system disk, such as "cloud_essd" or "cloud_auto". Default: "cloud_essd". */
  diskCategory?: string;
  /** Size of the system disk in GiB, from 40 to 2048. Default: 120. */
  diskSize?: number;
  /** The nodes' system, such as "ContainerOS" or "AliyunLinux3". Default: what ACK takes. */
  imageType?: string;
  /** Name of a key pair for SSH. Default: none. */
  keyName?: pulumi.Input<string>;
  /** Labels of the nodes. Default: none. */
  labels?: Record<string, string>;
  /** Taints of the nodes. Default: none. */
  taints?: AckTaintArgs[];
  /** Whether ACK repairs and upgrades the nodes. Such a pool takes `keyName` alone for SSH. Default: false. */
  managed?: boolean;
}

/** An ACK Serverless cluster that is made: pods run on the cloud's elastic container instances, there are no nodes. */
export interface AckServerlessArgs {
  /** Name in the account, 1 to 63 letters, digits, "-" and "_". Default: the component's name. */
  name?: string;
  /** Tier of the control plane: ack.standard or ack.pro.small. Default: ack.standard. */
  spec?: AckSpec;
  /**
   * Kubernetes version as ACK names it, such as "1.34.1-aliyun.1". A newer one upgrades, one step at a time; an older one is
   * refused by the cloud. Default: the newest when the cluster is made.
   */
  kubernetesVersion?: string;
  /** The network. Default: a VPC of its own with two zones and a NAT gateway. */
  network?: AckNetworkArgs;
  /** Range of Services, apart from everything else, a /12 to /24. It stays as it is. Default: 172.21.0.0/16. */
  serviceCidr?: string;
  /**
   * Whether the API server has a public address, beside the one in the VPC. It counts when the cluster is made and can't be
   * changed here afterwards. Default: false: what runs Pulumi must reach the VPC.
   */
  publicApiServer?: boolean;
  /** Further names and addresses in the API server's certificate; it restarts for them. Default: none. */
  apiServerNames?: string[];
  /** Id of a security group that is there, whose rules are yours. Default: one is made that lets VPC and pods in. */
  securityGroupId?: pulumi.Input<string>;
  /** Id of a KMS key that encrypts Secrets, in Pro clusters. Default: none. */
  secretEncryptionKeyId?: pulumi.Input<string>;
  /** Components of ACK's own. Default: none. */
  addons?: AckAddonArgs[];
  /** Knative as ACK manages it. Default: none. */
  knative?: AckKnativeArgs;
  /** Logs and audit. Default: none. */
  logs?: AckLogsArgs;
  /** RAM roles for service accounts, without keys in pods. Can't be turned off again. Default: false. */
  rrsa?: boolean;
  /**
   * Whether the cluster refuses to be deleted, here and in the cloud's console. It is turned off by an update before a
   * destroy. Default: false.
   */
  deletionProtection?: boolean;
  /** Id of the resource group of all that is made. Default: the account's default group. */
  resourceGroupId?: pulumi.Input<string>;
  /** Tags of all that is made. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
  /**
   * Minutes that the kubeconfig is good for, from 15 to 4320. Each update gets a new one; a destroy after that time needs
   * `pulumi destroy --run-program`. Default: as long as ACK makes it, which is years.
   */
  credentialMinutes?: number;
}

/** An ACK managed cluster that is made: the control plane is the cloud's, the nodes are yours. */
export interface AckArgs extends AckServerlessArgs {
  /** How pods get their addresses. It stays as it is. Default: flannel. */
  podNetwork?: AckPodNetwork;
  /** Range of pods with flannel, apart from everything else. It stays as it is. Default: 172.20.0.0/16. */
  podCidr?: string;
  /** How much of `podCidr` a node gets, with flannel: 24 for 254 addresses, up to 28 for 14. It stays. Default: 24. */
  nodeCidrMask?: number;
  /** The nodes. */
  nodePools: AckNodePoolArgs[];
}

/** What became of an ACK cluster. */
export interface AckCluster {
  /** Id of the cluster. */
  clusterId: string;
  /** Id of the VPC. */
  vpcId: string;
  /** Ids of the vSwitches of nodes and load balancers. */
  vSwitchIds: string[];
  /** Id of the security group. */
  securityGroupId: string;
  /** Public address that nodes and pods are seen under, or undefined where no NAT gateway was made. */
  egressAddress?: string;
  /** Issuer of the tokens for RAM roles, with `rrsa`. */
  rrsaIssuer?: string;
  /** When the kubeconfig ceases to be good (RFC 3339), or undefined where the cloud didn't say. */
  kubeconfigExpires?: string;
}
