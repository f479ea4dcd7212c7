import type { ServiceArgs } from "../../provider/src";
import { labImage, labRegistry } from "../support/lab";

const image = labImage("v1");
const healthy = "http://127.0.0.1:9000/healthz";

/** Uses what a service can have beside its image, as far as one node without a cloud has it. */
export const rich: ServiceArgs = {
  name: "rich",
  image,
  containerName: "app",
  // Refers to variables that come later in the alphabet, and one from each source.
  env: { TARGET: "$(WHO), $(TOKEN), $(SHARED_greeting) in $(POD) with $(CORES)" },
  envFrom: [{ configMap: "features", prefix: "SHARED_" }],
  envValueFrom: {
    WHO: { configMap: "features", key: "who" },
    TOKEN: { secret: "features", key: "token" },
    POD: { podField: "metadata.namespace" },
    CORES: { resource: "limits.cpu", container: "app", divisor: "1m" },
  },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "500m", memory: "64Mi" } },
  queueProxyResources: { requests: { cpu: "10m" } },
  readinessProbe: {
    path: "/healthz",
    headers: { "X-Probe": "ready" },
    periodSeconds: 1,
    failureThreshold: 5,
  },
  livenessProbe: { tcp: true, periodSeconds: 5 },
  startupProbe: { path: "/healthz", periodSeconds: 1, failureThreshold: 30 },
  securityContext: {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    dropCapabilities: ["ALL"],
    seccompProfile: "RuntimeDefault",
  },
  podSecurityContext: { fsGroup: 65532 },
  automountServiceAccountToken: false,
  volumes: [
    {
      name: "config",
      configMap: { name: "features", items: [{ key: "who", path: "who.txt", mode: 0o440 }] },
    },
    { name: "secret", secret: { name: "features" } },
    { name: "scratch", emptyDir: { inMemory: true, sizeLimit: "1Mi" } },
    {
      name: "all",
      projected: {
        sources: [
          { configMap: { name: "features" } },
          { secret: { name: "features" } },
          { serviceAccountToken: { path: "token", audience: "test" } },
          { podFields: [{ path: "labels", fieldPath: "metadata.labels" }] },
        ],
      },
    },
  ],
  volumeMounts: [
    { name: "config", mountPath: "/etc/config" },
    { name: "secret", mountPath: "/etc/secret" },
    { name: "scratch", mountPath: "/scratch" },
    { name: "all", mountPath: "/etc/all" },
  ],
  sidecars: [
    {
      name: "agent",
      image,
      env: { PORT: "9000" },
      volumeMounts: [{ name: "scratch", mountPath: "/scratch" }],
      readinessProbe: { path: "/healthz", port: 9000 },
      livenessProbe: { exec: ["/hello", "get", healthy], periodSeconds: 10, timeoutSeconds: 5 },
      startupProbe: { tcp: true, port: 9000, periodSeconds: 1 },
    },
  ],
  initContainers: [
    {
      name: "wait-for-registry",
      image,
      args: ["get", `http://${labRegistry}/v2/`],
      volumeMounts: [{ name: "scratch", mountPath: "/scratch" }],
    },
  ],
  tolerations: [{ operator: "Exists" }],
  nodeSelector: { "kubernetes.io/os": "linux" },
  hostAliases: [{ ip: "10.0.0.1", hostnames: ["db"] }],
  dnsConfig: { options: [{ name: "ndots", value: "2" }] },
  scale: { minScale: 1, maxScale: 2 },
};
