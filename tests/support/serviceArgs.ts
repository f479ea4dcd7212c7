import fc from "fast-check";
import type {
  InitContainerArgs,
  ProbeArgs,
  ServiceArgs,
  SidecarArgs,
  VolumeArgs,
} from "../../provider/src/service/service.args";

const image = "registry.example.com/app:1";
const some = <T>(...values: T[]) => fc.constantFrom(...values);
const optional = { requiredKeys: [] };

const times = some<ProbeArgs>(
  {},
  { periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 4 },
  { initialDelaySeconds: 3 },
);
const probe = (port: { readonly port?: number }) =>
  fc
    .tuple(
      some<ProbeArgs>(
        { path: "/healthz", headers: { "X-B": "2", "X-A": "1" }, ...port },
        { tcp: true, ...port },
        { exec: ["/ready", "now"] },
        { grpc: true, grpcService: "health", ...port },
        { ...port },
      ),
      times,
    )
    .map(([way, when]) => ({ ...way, ...when }));

const container = {
  imagePullPolicy: some("Always" as const, "IfNotPresent" as const),
  command: some(["/app"]),
  args: some(["--verbose"], []),
  workingDir: some("/work"),
  terminationMessagePath: some("/tmp/why"),
  terminationMessagePolicy: some("File" as const),
  env: some({ B: "$(A)", A: "1" }, {}),
  envFrom: some([{ secret: "all" }, { configMap: "more", prefix: "M_", optional: true }]),
  envValueFrom: some(
    { S: { secret: "s", key: "k" }, C: { configMap: "c", key: "k", optional: true } },
    { P: { podField: "metadata.name" } },
    { R: { resource: "limits.cpu", divisor: "1m" } },
  ),
  resources: some({ requests: { cpu: "100m" }, limits: { cpu: "1", memory: "1Gi" } }),
  securityContext: some(
    { runAsUser: 1000, runAsNonRoot: true, dropCapabilities: ["ALL"] },
    { addCapabilities: ["NET_BIND_SERVICE"], seccompProfile: "RuntimeDefault" as const },
    { seccompProfile: "Localhost" as const, seccompLocalhostProfile: "a.json", readOnlyRootFilesystem: true },
  ),
};
const probes = (port: { readonly port?: number }) => ({
  readinessProbe: probe(port),
  livenessProbe: probe(port),
  startupProbe: probe(port),
});
const sidecars = fc
  .record({ ...container, ...probes({ port: 9000 }) }, optional)
  .map((args): SidecarArgs[] => [{ ...args, name: "agent", image } as SidecarArgs]);
const initContainers = fc
  .record(container, optional)
  .map((args): InitContainerArgs[] => [{ ...args, name: "init", image } as InitContainerArgs]);

/** One volume of each kind. */
export const everyVolume: readonly VolumeArgs[] = [
  { name: "config", configMap: { name: "c", items: [{ key: "a", path: "a", mode: 256 }], mode: 288 } },
  { name: "secret", secret: { name: "s", optional: true } },
  { name: "empty", emptyDir: { inMemory: true, sizeLimit: "1Mi" } },
  {
    name: "projected",
    projected: {
      mode: 256,
      sources: [
        { configMap: { name: "c" } },
        { secret: { name: "s", items: [{ key: "k", path: "k" }] } },
        { serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 600 } },
        {
          podFields: [
            { path: "labels", fieldPath: "metadata.labels" },
            { path: "cpu", resource: "limits.cpu", container: "user-container", divisor: "1m", mode: 256 },
          ],
        },
      ],
    },
  },
  { name: "claim", persistentVolumeClaim: { claimName: "d" } },
  { name: "read", persistentVolumeClaim: { claimName: "r", readOnly: true } },
  { name: "csi", csi: { driver: "d", fsType: "ext4", attributes: { a: "b" }, secretName: "s" } },
  { name: "node", hostPath: { path: "/etc/ssl", type: "Directory" } },
  { name: "model", image: { reference: image, pullPolicy: "IfNotPresent" } },
  { name: "own", ephemeral: { storage: "1Gi", storageClassName: "fast" } },
];

const volumes = fc.subarray([...everyVolume]).map((chosen) => ({
  volumes: chosen,
  volumeMounts: chosen.map(({ name }) => ({ name, mountPath: `/${name}`, subPath: "a" })),
}));

const pod = {
  podSecurityContext: some(
    { runAsUser: 1, runAsGroup: 2, runAsNonRoot: true, fsGroup: 3, supplementalGroups: [4] },
    { seccompProfile: "RuntimeDefault" as const },
  ),
  nodeSelector: some({ disk: "ssd" }),
  tolerations: some([{ key: "gpu", effect: "NoSchedule" as const }, { operator: "Exists" as const }], []),
  affinity: some({ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }),
  topologySpreadConstraints: some([{ topologyKey: "zone", maxSkew: 2 }]),
  priorityClassName: some("high"),
  runtimeClassName: some("gvisor"),
  schedulerName: some("own"),
  dnsPolicy: some("Default" as const, "None" as const),
  hostAliases: some([{ ip: "10.0.0.1", hostnames: ["db"] }], []),
  shareProcessNamespace: fc.boolean(),
  hostNetwork: fc.boolean(),
  hostIpc: fc.boolean(),
  automountServiceAccountToken: fc.boolean(),
  enableServiceLinks: fc.boolean(),
  serviceAccountName: some("runner"),
  imagePullSecrets: some(["a", "b"]),
};

const revision = {
  containerName: some("app"),
  port: some(8080, 3000),
  protocol: some("http1" as const, "h2c" as const),
  containerConcurrency: some(0, 10),
  timeoutSeconds: some(300, 60),
  scale: some({ minScale: 1, maxScale: 3 }, { metric: "cpu" as const, target: 80 }),
  rollout: some({}, { current: "hello-00001", candidatePercent: 10 }),
  revisionName: some("hello-v2"),
  podLabels: some({ tier: "web" }),
  queueProxyPodInfo: fc.boolean(),
  keepRevision: fc.boolean(),
};

/** Services that use any of what a Service can be given; each is one that the check accepts. */
export const anyService: fc.Arbitrary<ServiceArgs> = fc
  .tuple(
    fc.record({ ...container, ...probes({}), ...pod, ...revision, sidecars, initContainers }, optional),
    volumes,
  )
  .map(([args, mounted]) => ({
    ...(args as Partial<ServiceArgs>),
    ...mounted,
    image,
    dnsConfig: { nameservers: ["10.0.0.10"], options: [{ name: "ndots", value: "2" }] },
  }));
