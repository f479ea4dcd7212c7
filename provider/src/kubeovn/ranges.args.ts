/** What the cluster runs on, where that decides what a network can be. */
export const NetworkPlatform = { Other: "other", Alibaba: "alibaba" } as const;
export type NetworkPlatform = (typeof NetworkPlatform)[keyof typeof NetworkPlatform];

/** Ranges of addresses that are taken in a cluster. Each is of IPv4, of IPv6, or one of each as "10.16.0.0/16,fd00:10:16::/112". */
export interface ClusterRangesArgs {
  /** Pods of the default subnet. Default: "10.16.0.0/16", Kube-OVN's own. */
  pods?: string;
  /** Services: what the API server was started with. Default: "10.96.0.0/12", kubeadm's and Kube-OVN's own. */
  services?: string;
  /** The network that joins nodes and pods. Default: "100.64.0.0/16", Kube-OVN's own. */
  join?: string;
  /** Networks of the nodes. Default: not known. */
  nodes?: string[];
  /** Whatever else must stay reachable, such as the network behind a VPN. Default: nothing. */
  others?: string[];
}
