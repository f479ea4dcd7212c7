import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRangesArgs, NetworkPlatform } from "./ranges.args";

/** Kinds of programs whose pods can be given an interface by a patch. */
export const AttachedKind = {
  Deployment: "Deployment",
  StatefulSet: "StatefulSet",
  DaemonSet: "DaemonSet",
} as const;
export type AttachedKind = (typeof AttachedKind)[keyof typeof AttachedKind];

/** A program that is there, whose pods get the interface: its pods are replaced by that. */
export interface AttachedWorkloadArgs {
  /** Kind. Default: "Deployment". */
  kind?: AttachedKind;
  /** Namespace of the program. */
  namespace: string;
  /** Name of the program. */
  name: string;
}

/** A road from pods in custom VPCs to the Kubernetes API: one more interface, in the default VPC, and routes by it. */
export interface ApiServerAccessArgs {
  /**
   * Name of the NetworkAttachmentDefinition. Provider, network and keys of annotations are made from it and its namespace.
   * Default: "api-ovn-nad".
   */
  name?: string;
  /** Namespace of the NetworkAttachmentDefinition. Default: "kube-system". */
  namespace?: string;
  /** Name of the subnet that the interfaces are in. Default: "vpc-apiserver-subnet". */
  subnet?: string;
  /** Its range, or one of each family. Default: "100.100.100.0/24", which can't be on Alibaba Cloud. */
  cidrBlock?: string;
  /** Its gateway. Default: the first address of the range. */
  gateway?: string;
  /** Addresses that pods don't get. Default: the gateway. */
  excludeIps?: string[];
  /** Whether the interfaces are in the default subnet instead, of `ranges.pods`, and none of its own is made. Default: false. */
  reuseDefaultSubnet?: boolean;
  /** Name of the default subnet, where it is used. Default: "ovn-default". */
  defaultSubnet?: string;
  /** What the cluster runs on. Default: "other". */
  platform?: NetworkPlatform;
  /** Ranges that are taken in the cluster. Default: Kube-OVN's and kubeadm's own. */
  ranges?: ClusterRangesArgs;
  /** Ranges of the VPCs whose pods use the road. Default: not known. */
  vpcCidrs?: string[];
  /** Address of the Service `kubernetes`. Default: the first of `ranges.services`, as the API server takes it. */
  apiServerClusterIp?: pulumi.Input<string>;
  /** Whether the cluster's name servers are reached as well. Default: false. */
  dns?: boolean;
  /** Address of the cluster's name servers. Default: the tenth of `ranges.services`, as kubeadm has it. */
  dnsClusterIp?: pulumi.Input<string>;
  /**
   * Namespaces all of whose new pods get the interface, by a policy of the API server; pods that name networks themselves, and
   * those on their node's network, stay as they are. Needs Kubernetes 1.36. Default: none.
   */
  namespaces?: string[];
  /** Programs whose pods get the interface. Default: none. */
  workloads?: AttachedWorkloadArgs[];
  /** Version of the API server, to check it. Default: not known. */
  serverVersion?: pulumi.Input<string | undefined>;
  /** Seconds to wait for the subnet to become ready, from 0 to 600; 0 doesn't wait. Default: 120. */
  readyTimeoutSeconds?: number;
}
