/**
 * Every name, path, address and port of the lab, in one place. Nothing here is read from the machine: two labs on one
 * machine would be the same lab, which is why a second one is refused.
 */

/** Name of the network namespace, of the root cgroup and of the Kubernetes node. */
export const LAB_NAME = "pulumi-knative-lab";

export const NETWORKS = {
  /** Between the host and the node. */
  link: "10.210.0.0/30",
  /** Pods, the bridge and the image registry. */
  pods: "10.211.0.0/24",
  /** ClusterIPs. */
  services: "10.212.0.0/16",
  /** Addresses of LoadBalancer Services. */
  loadBalancers: "10.213.0.0/24",
} as const;

export const ADDRESSES = {
  host: "10.210.0.1",
  node: "10.210.0.2",
  bridge: "10.211.0.1",
  kubernetesService: "10.212.0.1",
  dnsService: "10.212.0.10",
} as const;

export const INTERFACES = {
  /** Host end of the link. */
  host: "pkl-host",
  /** Node end of the link. */
  node: "pkl-node",
  /** Bridge of the pods, inside the node. */
  bridge: "pkl-br0",
} as const;

export const PORTS = {
  apiserver: 6443,
  etcd: 2379,
  etcdPeer: 2380,
  kubelet: 10250,
  kubeProxyHealth: 10256,
  controllerManager: 10257,
  scheduler: 10259,
  loadBalancerHealth: 10270,
  policiesHealth: 10271,
  registry: 5000,
  mirror: 8080,
} as const;

export const PATHS = {
  /** Survives `down` and reboot; `reset` deletes it. */
  state: `/var/lib/${LAB_NAME}`,
  /** Sockets, process files, lock: gone after `down` and after a reboot. */
  run: `/run/${LAB_NAME}`,
  pki: `/var/lib/${LAB_NAME}/pki`,
  config: `/var/lib/${LAB_NAME}/config`,
  logs: `/var/lib/${LAB_NAME}/logs`,
  bin: `/var/lib/${LAB_NAME}/bin`,
  kubeconfig: `/var/lib/${LAB_NAME}/kubeconfig`,
  containerdSocket: `/run/${LAB_NAME}/containerd.sock`,
  netns: `/run/netns/${LAB_NAME}`,
} as const;

export const CLUSTER = {
  domain: "cluster.local",
  apiserverUrl: `https://${ADDRESSES.node}:${PORTS.apiserver}`,
  registry: `${ADDRESSES.bridge}:${PORTS.registry}`,
  mirrorUrl: `http://${ADDRESSES.node}:${PORTS.mirror}`,
  /** Class of LoadBalancer Services that name one; Services without a class are served too. */
  loadBalancerClass: "pulumi-knative.dev/lab",
} as const;
