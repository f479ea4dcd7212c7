import { checkHttp, checkHttps, checkSocket } from "./health";
import { ADDRESSES, CLUSTER, PATHS, PORTS } from "./layout";

const { node } = ADDRESSES;

/** By component of the node, in the order of their start: fails, telling why, while it does not do its work. */
export const CHECKS = {
  etcd: () => checkHttps(`https://${node}:${PORTS.etcd}/health`, "etcd-ca", "etcd-client"),
  containerd: () => checkSocket(PATHS.containerdSocket),
  registry: () => checkHttp(`http://${CLUSTER.registry}/v2/`),
  mirror: () => checkHttp(`${CLUSTER.mirrorUrl}/healthz`),
  apiserver: () => checkHttps(`${CLUSTER.apiserverUrl}/readyz`, "ca", "admin"),
  "controller-manager": () => checkHttps(`https://${node}:${PORTS.controllerManager}/healthz`, "ca", "admin"),
  scheduler: () => checkHttps(`https://${node}:${PORTS.scheduler}/healthz`, "ca", "admin"),
  kubelet: () => checkHttps(`https://${node}:${PORTS.kubelet}/healthz`, "ca", "admin"),
  "kube-proxy": () => checkHttp(`http://${node}:${PORTS.kubeProxyHealth}/healthz`),
  "load-balancer": () => checkHttp(`http://${node}:${PORTS.loadBalancerHealth}/healthz`),
  "network-policies": () => checkHttp(`http://${node}:${PORTS.policiesHealth}/healthz`),
} as const satisfies Readonly<Record<string, () => Promise<void>>>;

export type ComponentName = keyof typeof CHECKS;
export const COMPONENT_NAMES = Object.keys(CHECKS) as ComponentName[];
