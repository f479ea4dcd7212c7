import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRangesArgs, NetworkPlatform } from "./ranges.args";

/** How packets between nodes are wrapped. */
export const TunnelType = { Geneve: "geneve", Vxlan: "vxlan", Stt: "stt" } as const;
export type TunnelType = (typeof TunnelType)[keyof typeof TunnelType];

/** What of Kube-OVN is on. Left out is what the chart has. */
export interface KubeOvnFeaturesArgs {
  /** Whether it does the work of kube-proxy for pods; VPCs need it for their load balancers. Default: true. */
  loadBalancer?: boolean;
  /** Whether NetworkPolicies hold. Default: true. */
  networkPolicies?: boolean;
  /** Whether nodes can probe pods of custom VPCs, by way of their daemon. Default: false. */
  tproxy?: boolean;
  /** Whether VPCs can have NAT gateways. Default: true. */
  natGateways?: boolean;
  /** Whether Services of the type LoadBalancer get addresses from subnets. Default: false. */
  loadBalancerServices?: boolean;
  /** Whether its webhook refuses wrong networks, which needs cert-manager. Default: false. */
  validatingWebhook?: boolean;
}

/** A Kube-OVN that is installed by its Helm chart `kube-ovn-v2`. */
export interface KubeOvnInstallArgs {
  /** Whether it is installed; false is the same as leaving `install` out. Default: true. */
  enabled?: boolean;
  /**
   * Where the chart comes from: the URL of a chart repository (`https://…`), of a registry with the chart below it
   * (`oci://ghcr.io/kubeovn/charts`), or a directory that holds it as a directory or as the archive that `helm pull` writes.
   * Default: upstream's chart repository.
   */
  charts?: string;
  /** Addresses of the nodes that its databases run on: one, or three for no single one to matter. */
  masterNodes: string[];
  /** Names of those nodes, to be labelled for it. Default: they carry the label `kube-ovn/role=master` already. */
  masterNodeNames?: string[];
  /** How packets between nodes are wrapped. Default: "geneve". */
  tunnelType?: TunnelType;
  /** Interface of the nodes that packets between them take, such as "eth1". Default: that of the node's address. */
  interface?: string;
  /** Gateway of the default subnet, of each family. Default: the first address of `ranges.pods`. */
  podGateway?: string;
  /** Largest packet of pods in bytes, from 576 to 65535. Default: what the nodes' interface leaves. */
  mtu?: number;
  /** Registry and path of the images, those of NAT gateways among them, such as "registry.example.com/kubeovn". Default: the chart's own. */
  registry?: string;
  /** What is on. Default: the chart's own. */
  features?: KubeOvnFeaturesArgs;
  /** Further values of the chart, which win over all of the above but the networks. Default: none. */
  values?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
}

/** Multus, which gives pods further interfaces, installed by a Helm chart. */
export interface MultusInstallArgs {
  /** Where the chart comes from, as with `install.charts`. */
  charts: string;
  /** Name of the chart. Default: "multus". */
  chart?: string;
  /** Version of the chart, as its repository writes it. */
  version: string;
  /** Values of the chart. Default: none. */
  values?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
}

/** What name servers of VPCs need once in a cluster. Their pods have one interface in the VPC and one in the default subnet. */
export interface KubeOvnVpcDnsArgs {
  /** Address at which pods of each VPC find their name servers: one of `ranges.services` that no Service has. Default: the third. */
  vip?: string;
  /** Name of the NetworkAttachmentDefinition, which stands in "default". Default: "ovn-nad". */
  attachment?: string;
  /** Domain of the cluster. Default: "cluster.local". */
  clusterDomain?: string;
  /** Image of CoreDNS. Default: that of the Deployment `kube-system/coredns`, where Kube-OVN looks for it. */
  image?: string;
}

/** What was found of Kube-OVN in the cluster, as `Cluster.installedKubeOvn` gives it. */
export interface InstalledKubeOvnArgs {
  /** Whether its definitions are there. */
  defined: boolean;
  /** Its version. Default: not known. */
  version?: string;
  /** Helm release that it belongs to, as `namespace/name`. Default: none. */
  release?: string;
  /** Range of the default subnet. Default: not known. */
  pods?: string;
  /** Range of Services that it knows of. Default: not known. */
  services?: string;
  /** Range of the join network. Default: not known. */
  join?: string;
  /** Whether definitions of networks for further interfaces are there. */
  multus: boolean;
}

/** What the cluster has of Kube-OVN. */
export interface KubeOvnInstallation {
  /** Whether its definitions are there. */
  defined: boolean;
  /** Its version, where its image tells. */
  version?: string;
  /** Helm release that it belongs to, as `namespace/name`. */
  release?: string;
  /** Range of the default subnet. */
  pods?: string;
  /** Range of Services that it knows of. */
  services?: string;
  /** Range of the join network. */
  join?: string;
  /** Whether definitions of networks for further interfaces are there. */
  multus: boolean;
}

/** The Kube-OVN that is there, or one to be installed. */
export interface KubeOvnArgs {
  /** Version to install, such as "1.16" or "1.16.2". Default: the newest patch known of "1.16". */
  version?: string;
  /** What the cluster runs on. Default: "other". */
  platform?: NetworkPlatform;
  /** Ranges of the cluster. Not to be changed later. Default: Kube-OVN's and kubeadm's own. */
  ranges?: ClusterRangesArgs;
  /** Installs it. Default: it is there, and only checked. */
  install?: KubeOvnInstallArgs;
  /** Installs Multus. Default: it is there, or not needed. */
  multus?: MultusInstallArgs;
  /** Prepares the cluster for name servers of VPCs. Default: not. */
  vpcDns?: KubeOvnVpcDnsArgs;
  /** What the cluster has, as `Cluster.installedKubeOvn` gives it, to check all of this. Default: not checked. */
  installedKubeOvn?: pulumi.Input<InstalledKubeOvnArgs | undefined>;
  /** Version of the API server, to check it. Default: not known. */
  serverVersion?: pulumi.Input<string | undefined>;
}
