import { ADDRESSES, CLUSTER, LAB_NAME, NETWORKS, PATHS, PORTS } from "../layout";
import { certificateFile, keyFile, SERVICE_ACCOUNT_KEY, SERVICE_ACCOUNT_PUBLIC_KEY } from "../pki";

const ETCD_URL = `https://${ADDRESSES.node}:${PORTS.etcd}`;
const ETCD_PEER_URL = `https://127.0.0.1:${PORTS.etcdPeer}`;
const ISSUER = `https://kubernetes.default.svc.${CLUSTER.domain}`;

/** Names and values of command-line flags; `true` and `false` are written out. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** Flags as arguments. */
export function toArguments(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

export function etcdFlags(): Flags {
  return {
    name: LAB_NAME,
    "data-dir": `${PATHS.state}/etcd`,
    "listen-client-urls": ETCD_URL,
    "advertise-client-urls": ETCD_URL,
    "listen-peer-urls": ETCD_PEER_URL,
    "initial-advertise-peer-urls": ETCD_PEER_URL,
    "initial-cluster": `${LAB_NAME}=${ETCD_PEER_URL}`,
    "client-cert-auth": true,
    "trusted-ca-file": certificateFile("etcd-ca"),
    "cert-file": certificateFile("etcd"),
    "key-file": keyFile("etcd"),
    "peer-client-cert-auth": true,
    "peer-trusted-ca-file": certificateFile("etcd-ca"),
    "peer-cert-file": certificateFile("etcd"),
    "peer-key-file": keyFile("etcd"),
    // A lab's data may be lost with the machine's power; waiting for the disk at every write is what makes etcd slow.
    "unsafe-no-fsync": true,
    // A member that is alone waits for this long before it elects itself.
    "heartbeat-interval": 50,
    "election-timeout": 250,
    "auto-compaction-retention": "5m",
    "quota-backend-bytes": 4 * 1024 ** 3,
    logger: "zap",
  };
}

export function apiserverFlags(): Flags {
  return {
    "bind-address": ADDRESSES.node,
    "advertise-address": ADDRESSES.node,
    "secure-port": PORTS.apiserver,
    "allow-privileged": true,
    "anonymous-auth": false,
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    // Policies that change objects: in v1, and on, only from Kubernetes 1.36.
    "feature-gates": "MutatingAdmissionPolicy=true",
    "runtime-config": "admissionregistration.k8s.io/v1beta1=true",
    "client-ca-file": certificateFile("ca"),
    "tls-cert-file": certificateFile("apiserver"),
    "tls-private-key-file": keyFile("apiserver"),
    "etcd-servers": ETCD_URL,
    "etcd-cafile": certificateFile("etcd-ca"),
    "etcd-certfile": certificateFile("etcd-client"),
    "etcd-keyfile": keyFile("etcd-client"),
    "kubelet-certificate-authority": certificateFile("ca"),
    "kubelet-client-certificate": certificateFile("apiserver-kubelet-client"),
    "kubelet-client-key": keyFile("apiserver-kubelet-client"),
    "kubelet-preferred-address-types": "InternalIP",
    "proxy-client-cert-file": certificateFile("front-proxy-client"),
    "proxy-client-key-file": keyFile("front-proxy-client"),
    "requestheader-allowed-names": "front-proxy-client",
    "requestheader-client-ca-file": certificateFile("front-proxy-ca"),
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-username-headers": "X-Remote-User",
    "service-account-issuer": ISSUER,
    "service-account-key-file": SERVICE_ACCOUNT_PUBLIC_KEY,
    "service-account-signing-key-file": SERVICE_ACCOUNT_KEY,
    "service-cluster-ip-range": NETWORKS.services,
    profiling: false,
  };
}

/** @param kubeconfig path of the controller manager's own */
export function controllerManagerFlags(kubeconfig: string): Flags {
  return {
    ...delegated(kubeconfig),
    "bind-address": ADDRESSES.node,
    "secure-port": PORTS.controllerManager,
    "tls-cert-file": certificateFile("controller-manager-serving"),
    "tls-private-key-file": keyFile("controller-manager-serving"),
    "cluster-name": LAB_NAME,
    "cluster-signing-cert-file": certificateFile("ca"),
    "cluster-signing-key-file": keyFile("ca"),
    "root-ca-file": certificateFile("ca"),
    "service-account-private-key-file": SERVICE_ACCOUNT_KEY,
    "use-service-account-credentials": true,
    "concurrent-namespace-syncs": 20,
    "kube-api-qps": 200,
    "kube-api-burst": 400,
  };
}

/** @param kubeconfig path of the scheduler's own */
export function schedulerFlags(kubeconfig: string): Flags {
  return {
    ...delegated(kubeconfig),
    "bind-address": ADDRESSES.node,
    "secure-port": PORTS.scheduler,
    "tls-cert-file": certificateFile("scheduler-serving"),
    "tls-private-key-file": keyFile("scheduler-serving"),
    "kube-api-qps": 200,
    "kube-api-burst": 400,
  };
}

/** The only one of its kind takes no election; those who ask for its health are known to the API server. */
function delegated(kubeconfig: string): Flags {
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "client-ca-file": certificateFile("ca"),
    "requestheader-client-ca-file": certificateFile("front-proxy-ca"),
    "leader-elect": false,
    profiling: false,
  };
}
