/**
 * Every name, path, address and port of the lab, in one place. Two instances on one machine (LAB_INSTANCE) share none of them but
 * the ports, which each has in a network of its own.
 */

import { addressIn } from "./networks";
import { DEFAULT_NAME, instanceName, networksOf } from "./instance";
import { rangeOf } from "./ranges";

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

/** The layout of an instance by its name and range of addresses, see instance.ts. */
export function layoutOf(name: string, range: number) {
  const networks = networksOf(range);
  const addresses = {
    host: addressIn(networks.link, 1),
    node: addressIn(networks.link, 2),
    bridge: addressIn(networks.pods, 1),
    kubernetesService: addressIn(networks.services, 1),
    dnsService: addressIn(networks.services, 10),
  } as const;
  return { name, range, networks, addresses, interfaces: interfacesOf(range), paths: pathsOf(name) };
}

/** An interface's name has up to 15 characters: the range's number is as good as the instance's name. */
function interfacesOf(range: number) {
  const prefix = range === 0 ? "pkl" : `pkl${range}`;
  return {
    /** Host end of the link. */
    host: `${prefix}-host`,
    /** Node end of the link. */
    node: `${prefix}-node`,
    /** Bridge of the pods, inside the node. */
    bridge: `${prefix}-br0`,
  } as const;
}

/** Where an instance of that name keeps what. */
export function pathsOf(name: string) {
  const [state, run] = [`/var/lib/${name}`, `/run/${name}`];
  return {
    /** Survives `down` and reboot; `reset` deletes it. */
    state,
    /** Sockets, process files, lock: gone after `down`. */
    run,
    pki: `${state}/pki`,
    config: `${state}/config`,
    logs: `${state}/logs`,
    bin: `${state}/bin`,
    kubeconfig: `${state}/kubeconfig`,
    containerdSocket: `${run}/containerd.sock`,
    netns: `/run/netns/${name}`,
  } as const;
}

const own = instanceName(process.env);
const layout = layoutOf(own, rangeOf(own));

/** Name of the network namespace, of the root cgroup and of the Kubernetes node. */
export const LAB_NAME = layout.name;
export const IS_DEFAULT = LAB_NAME === DEFAULT_NAME;
/** Which of the address ranges this instance has. */
export const RANGE = layout.range;
export const NETWORKS = layout.networks;
export const ADDRESSES = layout.addresses;
export const INTERFACES = layout.interfaces;
export const PATHS = layout.paths;

export const CLUSTER = {
  domain: "cluster.local",
  apiserverUrl: `https://${ADDRESSES.node}:${PORTS.apiserver}`,
  registry: `${ADDRESSES.bridge}:${PORTS.registry}`,
  mirrorUrl: `http://${ADDRESSES.node}:${PORTS.mirror}`,
  /** Class of LoadBalancer Services that name one; Services without a class are served too. */
  loadBalancerClass: "pulumi-knative.dev/lab",
} as const;
