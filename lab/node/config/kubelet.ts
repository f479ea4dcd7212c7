import { stringify } from "yaml";

import { CGROUP_ROOT } from "../cgroups";
import { ADDRESSES, CLUSTER, PATHS, PORTS } from "../layout";
import { certificateFile, keyFile } from "../pki";

/** KubeletConfiguration: a small node on a machine that does other work too, quick rather than thrifty. */
export function renderKubelet(resolvConf: string): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: ADDRESSES.node,
    port: PORTS.kubelet,
    healthzPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificateFile("ca") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: certificateFile("kubelet-serving"),
    tlsPrivateKeyFile: keyFile("kubelet-serving"),
    clusterDomain: CLUSTER.domain,
    clusterDNS: [ADDRESSES.dnsService],
    resolvConf,
    containerRuntimeEndpoint: `unix://${PATHS.containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: CGROUP_ROOT,
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    maxPods: 200,
    serializeImagePulls: false,
    registryPullQPS: 0,
    eventRecordQPS: 0,
    kubeAPIQPS: 200,
    kubeAPIBurst: 400,
    nodeStatusUpdateFrequency: "5s",
    // How late pods see a changed ConfigMap.
    syncFrequency: "10s",
    // A developer's full disk is no reason to evict pods or to throw images away that only the lab's registry has.
    imageGCHighThresholdPercent: 100,
    evictionHard: { "imagefs.available": "0%", "nodefs.available": "0%", "nodefs.inodesFree": "0%" },
    shutdownGracePeriod: "0s",
  });
}

/** resolv.conf of pods that ask for the node's names (dnsPolicy Default): the lab resolves nothing outside itself. */
export function renderResolvConf(): string {
  return `nameserver ${ADDRESSES.dnsService}\n`;
}

/** KubeProxyConfiguration. */
export function renderKubeProxy(kubeconfig: string, podNetwork: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    clientConnection: { kubeconfig, qps: 100, burst: 200 },
    clusterCIDR: podNetwork,
    bindAddress: ADDRESSES.node,
    healthzBindAddress: `${ADDRESSES.node}:${PORTS.kubeProxyHealth}`,
    metricsBindAddress: "127.0.0.1:10249",
    oomScoreAdj: 0,
    // The limit is the kernel's, not the namespace's: it cannot be set from in here.
    conntrack: { maxPerCore: 0, min: 0 },
    iptables: { minSyncPeriod: "100ms" },
  });
}
