import type * as pulumi from "@pulumi/pulumi";

/** A further interface of a service's pods. */
export interface NetworkInterfaceArgs {
  /** Name of the NetworkAttachmentDefinition. */
  name: string;
  /** Namespace of the NetworkAttachmentDefinition. Default: "kube-system". */
  namespace?: string;
  /** Subnet, where the definition's provider belongs to several. Default: the provider's. */
  subnet?: string;
}

/** Networks of a service's pods, on a cluster with Kube-OVN. */
export interface ServiceNetworkArgs {
  /** VPC of the pods' first interface. Default: "ovn-cluster", the default one. */
  vpc?: string;
  /** Subnet of the pods' first interface, in `vpc`. Default: the namespace's. Required with a VPC of its own. */
  subnet?: string;
  /**
   * Whether it is known, and provided for, that in a VPC of its own nodes don't reach the pods to probe them, nor gateway,
   * activator and autoscaler unless they have an interface there, too. Default: false, and such a VPC is refused.
   */
  acceptLimits?: boolean;
  /** Further interfaces, such as one in a VPC of its own. Default: none. */
  interfaces?: NetworkInterfaceArgs[];
  /** Annotations of the pods, as `podAnnotations` of ApiServerAccess gives them; the service is made after that. Default: none. */
  podAnnotations?: pulumi.Input<Record<string, string>>;
  /** Most megabits a second that pods take in, from 1. Default: no limit. */
  ingressRateMbps?: number;
  /** Most megabits a second that pods send, from 1. Default: no limit. */
  egressRateMbps?: number;
}
