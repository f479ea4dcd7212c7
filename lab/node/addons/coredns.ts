import type {
  KubernetesObject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1ConfigMap,
  V1Container,
  V1Deployment,
  V1Service,
  V1ServiceAccount,
} from "@kubernetes/client-node";

import { ADDRESSES, CLUSTER } from "../layout";

export const COREDNS = { namespace: "kube-system", name: "coredns" } as const;

const LABELS = { "k8s-app": "kube-dns" };
const RBAC = "rbac.authorization.k8s.io";
const ROLE = "system:coredns";
const NOBODY = 65532;
const PORTS = { dns: 53, metrics: 9153, health: 8080, ready: 8181 };

// Where the settings of others are imported from, as k3s and AKS do: files named *.override.
const CUSTOM = "/etc/coredns/custom";

// Names outside the cluster are refused at once: the node has no way out, and a query that times out costs seconds.
const COREFILE = `.:${PORTS.dns} {
    errors
    health {
        lameduck 0s
    }
    ready
    kubernetes ${CLUSTER.domain} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 5
    }
    prometheus :${PORTS.metrics}
    cache 5
    reload 2s 1s
    loadbalance
    import ${CUSTOM}/*.override
}
`;

/** The cluster's name service, under the name that tools look for: Service kube-dns in kube-system. */
export function corednsManifests(image: string): KubernetesObject[] {
  return [account(), role(), binding(), config(), service(), deployment(image)];
}

function account(): V1ServiceAccount {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...COREDNS } };
}

function role(): V1ClusterRole {
  const verbs = ["list", "watch"];
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: { name: ROLE },
    rules: [
      { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs },
    ],
  };
}

function binding(): V1ClusterRoleBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: ROLE },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: ROLE },
    subjects: [{ kind: "ServiceAccount", ...COREDNS }],
  };
}

function config(): V1ConfigMap {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { ...COREDNS }, data: { Corefile: COREFILE } };
}

function service(): V1Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      namespace: COREDNS.namespace,
      name: "kube-dns",
      labels: { ...LABELS, "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
    },
    spec: {
      selector: LABELS,
      clusterIP: ADDRESSES.dnsService,
      ports: [
        { name: "dns", port: PORTS.dns, protocol: "UDP" },
        { name: "dns-tcp", port: PORTS.dns, protocol: "TCP" },
        { name: "metrics", port: PORTS.metrics, protocol: "TCP" },
      ],
    },
  };
}

function deployment(image: string): V1Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...COREDNS, labels: LABELS },
    spec: {
      replicas: 1,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: COREDNS.name,
          priorityClassName: "system-cluster-critical",
          dnsPolicy: "Default",
          // Port 53 without being root and without a capability.
          securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
          containers: [container(image)],
          volumes: [
            { name: "config", configMap: { name: COREDNS.name } },
            { name: "custom", configMap: { name: "coredns-custom", optional: true } },
          ],
        },
      },
    },
  };
}

function container(image: string): V1Container {
  return {
    name: "coredns",
    image,
    imagePullPolicy: "IfNotPresent",
    args: ["-conf", "/etc/coredns/Corefile"],
    volumeMounts: [
      { name: "config", mountPath: "/etc/coredns", readOnly: true },
      { name: "custom", mountPath: CUSTOM, readOnly: true },
    ],
    ports: [
      { name: "dns", containerPort: PORTS.dns, protocol: "UDP" },
      { name: "dns-tcp", containerPort: PORTS.dns, protocol: "TCP" },
      { name: "metrics", containerPort: PORTS.metrics, protocol: "TCP" },
    ],
    resources: { requests: { cpu: "20m", memory: "40Mi" }, limits: { memory: "170Mi" } },
    readinessProbe: { httpGet: { path: "/ready", port: PORTS.ready }, periodSeconds: 1, failureThreshold: 3 },
    livenessProbe: {
      httpGet: { path: "/health", port: PORTS.health },
      initialDelaySeconds: 30,
      failureThreshold: 5,
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}
