import type { ProblemKind } from "./kind";

/** Problems of Kube-OVN and its networks. */
export const kubeOvnProblems = {
  KN8001: {
    title: "not an address or a range",
    help: "Ranges are written as 10.0.0.0/16, addresses as 10.0.0.1, in their usual form. With both families that of IPv4 comes first: 10.0.0.0/16,fd00:10::/112.",
  },
  KN8002: {
    title: "range of a special kind",
    help: "Loopback, link-local, multicast and the like are no networks for pods. Kube-OVN would refuse the range after the API server took it. The message proposes one that is free.",
  },
  KN8003: {
    title: "ranges overlap",
    help: "Two networks that can reach each other must not share addresses. The message names both, and one that is free of all that is known to be taken.",
  },
  KN8004: {
    title: "range of Alibaba Cloud",
    help: "100.64.0.0/10 holds the cloud's metadata server, name servers and health checks. Kube-OVN sets up routes on every node for its ranges, and nodes would lose those. Upstream's defaults and examples lie there: choose others.",
  },
  KN8005: {
    title: "range of shared addresses",
    help: "A warning: 100.64.0.0/10 is for providers, and some use it on the machines themselves. Where nobody does, it is fine.",
  },
  KN8006: {
    title: "gateway outside of its range",
    help: "A subnet's gateway is an address of the subnet, and neither the network's own nor the broadcast address.",
  },
  KN8007: {
    title: "excluded addresses not of the subnet",
    help: 'Excluded addresses are single ones of the subnet, or spans such as "10.0.0.2..10.0.0.9" with the lower one first.',
  },
  KN8008: {
    title: "families of addresses don't fit",
    help: "A gateway or next hop is of the family of the range that it is for.",
  },
  KN8009: {
    title: "range too small",
    help: "A subnet needs at least two addresses: one is its gateway's.",
  },
  KN8010: {
    title: "subnet called as its VPC",
    help: "Kube-OVN makes a switch and a router of these names and refuses them to be the same.",
  },
  KN8011: {
    title: "namespace not of the VPC",
    help: "A subnet's namespaces, and those of its load balancers, are among the VPC's. Kube-OVN would refuse the subnet after the API server took it, with \"namespace is out of range to custom vpc\".",
  },
  KN8012: {
    title: "unknown name within the VPC",
    help: "The name refers to something that these inputs don't define. The message lists what there is.",
  },
  KN8013: {
    title: "route leads nowhere",
    help: "A next hop is an address in a subnet of the VPC or on a connection to another one. Policies have next hops with the action reroute only.",
  },
  KN8014: {
    title: "not on this platform",
    help: "NAT gateways, egress gateways, external networks and vlans need interfaces in the machines' own network, which public clouds don't let through.",
  },
  KN8015: {
    title: "fewer addresses than pods",
    help: "Each pod of an egress gateway needs an address of its own.",
  },
  KN8016: {
    title: "connection of VPCs not right",
    help: "Each side of a connection has an address of its own in one small range that belongs to neither VPC, such as 169.254.0.1/30 and 169.254.0.2/30.",
  },
  KN8017: {
    title: "load balancer without pods",
    help: "A load balancer finds its pods by labels, or is told their addresses; exactly one of the two.",
  },
  KN8018: { title: "address taken", help: "The message names who has the address. Choose another." },
  KN8021: {
    title: "address outside of the subnet",
    help: "The address must be in the range that the message names.",
  },
  KN8022: {
    title: "system namespace in a custom VPC",
    help: "The API server calls webhooks and nodes probe pods from outside, and no road leads from there into a custom VPC. Kubernetes' and Knative's own namespaces stay in the default VPC.",
  },
  KN8023: { title: "MTU too small for IPv6", help: "Linux drops IPv6 on interfaces with an MTU below 1280." },
  KN8024: {
    title: "allowed ranges of an open subnet",
    help: "allowSubnets names who reaches a private subnet. Set private, or remove them.",
  },
  KN8025: {
    title: "limit of bandwidth not shared",
    help: "Policies for NAT gateways are shared ones; leave shared out.",
  },
  KN8026: {
    title: "custom VPC repeats a range of the cluster",
    help: "A warning: VPCs may use the same addresses, as nothing leads from one to another. A pod with interfaces in two of them reaches only one of the networks, though.",
  },
  KN8020: {
    title: "whole namespaces need a newer Kubernetes",
    help: "From 1.36 on the API server gives annotations to new pods by itself. Before, list the programs under workloads, or put podAnnotations on the pods.",
  },
  KN8027: {
    title: "address not of the Services' range",
    help: "The API server has the first address of the range of Services that it was started with, kubeadm's name servers the tenth. Set ranges.services to that range, or give the addresses.",
  },
  KN8028: {
    title: "interface where none is needed",
    help: "Pods of the default VPC reach the API server by their first interface.",
  },
  KN8030: {
    title: "no version of Kube-OVN",
    help: "Versions are written as a minor version such as 1.16, which means the newest patch that is known, or as a full one of those minors.",
  },
  KN8031: {
    title: "no source of Kube-OVN's chart",
    help: "Charts come from a chart repository (https://), from a registry (oci://, up to the path that they stand under), or from a directory.",
  },
  KN8032: {
    title: "chart not found in the directory",
    help: "The directory must hold the chart, as a directory or as the archive that helm pull writes, in the version that is installed.",
  },
  KN8033: {
    title: "nodes of Kube-OVN's databases",
    help: "List the addresses of one node, or of three. Their names, where they are to be labelled, go with them one by one.",
  },
  KN8034: {
    title: "value of the chart that others must agree on",
    help: "The networks, their tunnels and where Kube-OVN runs have properties; other parts read those, and would be wrong otherwise.",
  },
  KN8040: {
    title: "no Kube-OVN in the cluster",
    help: "The definitions of kubeovn.io are missing. Install Kube-OVN first, or let it be installed by install.",
  },
  KN8042: {
    title: "Kube-OVN can't go back",
    help: "The databases of a newer version are not read by an older one. Stay with the version, or take a newer one.",
  },
  KN8043: {
    title: "networks of a cluster can't be changed",
    help: "Pods, Services and the join network keep the ranges that the cluster began with. Set ranges to those that were found, which the message names.",
  },
  KN8044: {
    title: "no Multus in the cluster",
    help: "A warning: pods get further interfaces by Multus only. Without it there is no ApiServerAccess, and no subnet with an attachment.",
  },
  KN8045: {
    title: "Kube-OVN there already",
    help: "It was installed by other means, and two installers would fight over it. Leave install out; charts of version 1 can't be turned into those of version 2.",
  },
  KN8046: {
    title: "upgrade of Kube-OVN skips a minor version",
    help: "A warning: upgrades are tested from one minor version to the next. Go by way of those between.",
  },
  KN8050: {
    title: "Kubernetes too old for Kube-OVN",
    help: "The chart refuses older versions of Kubernetes. Upgrade the cluster.",
  },
  KN8060: {
    title: "Knative's limits in a custom VPC",
    help: "Probes, requests and counts reach pods from the default VPC only. Leave the pods' first interface there and give them a further one in the VPC, which is what works; or provide for the roads yourself and say so by acceptLimits.",
  },
  KN8061: {
    title: "annotation of a network said twice",
    help: "network writes these annotations. Remove them from podAnnotations.",
  },
  KN8100: {
    title: "Kube-OVN doesn't run",
    help: "No network is made or changed until its controller runs. Its log says why it stops; networks that overlap keep it from starting.",
  },
  KN8101: {
    title: "further interfaces without Multus",
    help: "The pod names networks that nobody gives it. Install Multus, and make the pod anew.",
  },
  KN8102: { title: "pod not found", help: "Check the pod's name and its namespace." },
  KN8103: {
    title: "subnet refused by Kube-OVN",
    help: "The subnet's condition says what is wrong with it. The API server takes what the controller then refuses.",
  },
  KN8104: {
    title: "VPC not ready",
    help: "A subnet waits for its VPC. Where the VPC was removed first, remove the subnet as well; its finalizer waits for pods that still have addresses.",
  },
  KN8105: {
    title: "no definition of the network",
    help: "The pod names a NetworkAttachmentDefinition that isn't there. Names without a namespace mean the pod's own.",
  },
  KN8106: {
    title: "definition and subnet don't agree",
    help: "The provider of definition and subnet must be <definition>.<namespace>.ovn in both. ApiServerAccess and subnets with an attachment derive both from one name.",
  },
  KN8107: {
    title: "interface without an address",
    help: "Pods get interfaces when they are made. Make the pod anew; if that doesn't help, its events say what Kube-OVN refused.",
  },
  KN8108: {
    title: "no road to the API server",
    help: "A pod in a VPC of its own reaches the API server by a further interface in the default VPC, with a route to the API server's address. ApiServerAccess makes both.",
  },
  KN8109: {
    title: "route by a gateway of another network",
    help: "A route's gateway is an address of the interface's own subnet. Take routes from ApiServerAccess instead of writing them.",
  },
  KN8110: {
    title: "no road to name servers",
    help: "Set dns of ApiServerAccess, or give the VPC name servers of its own and the pods their address.",
  },
  KN8112: {
    title: "pod in another subnet than its namespace",
    help: "A namespace's subnet holds for new pods. Make the pod anew to move it.",
  },
  KN8113: {
    title: "no address left in the subnet",
    help: "Remove what isn't needed, or make a larger subnet beside it.",
  },
} as const satisfies Record<string, ProblemKind>;
