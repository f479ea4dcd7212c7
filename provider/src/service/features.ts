import type { EnvValueFromArgs, ProbeArgs } from "./container.args";
import type { ServiceArgs } from "./service.args";

// Keys: knative/serving pkg/apis/config/features.go.
const byProperty = {
  podSecurityContext: "kubernetes.podspec-securitycontext",
  nodeSelector: "kubernetes.podspec-nodeselector",
  tolerations: "kubernetes.podspec-tolerations",
  affinity: "kubernetes.podspec-affinity",
  topologySpreadConstraints: "kubernetes.podspec-topologyspreadconstraints",
  priorityClassName: "kubernetes.podspec-priorityclassname",
  runtimeClassName: "kubernetes.podspec-runtimeclassname",
  schedulerName: "kubernetes.podspec-schedulername",
  dnsPolicy: "kubernetes.podspec-dnspolicy",
  dnsConfig: "kubernetes.podspec-dnsconfig",
  hostAliases: "kubernetes.podspec-hostaliases",
  shareProcessNamespace: "kubernetes.podspec-shareprocessnamespace",
  hostNetwork: "kubernetes.podspec-hostnetwork",
  hostPid: "kubernetes.podspec-hostpid",
  hostIpc: "kubernetes.podspec-hostipc",
  initContainers: "kubernetes.podspec-init-containers",
  sidecars: "multi-container",
} as const satisfies Partial<Record<keyof ServiceArgs, string>>;

const byVolume = {
  emptyDir: "kubernetes.podspec-volumes-emptydir",
  persistentVolumeClaim: "kubernetes.podspec-persistent-volume-claim",
  csi: "kubernetes.podspec-volumes-csi",
  hostPath: "kubernetes.podspec-volumes-hostpath",
  image: "kubernetes.podspec-volumes-image",
  ephemeral: "kubernetes.podspec-volumes-ephemeral",
} as const;

/** A key of ConfigMap config-features, the value that it must have, and the property that needs it. */
export interface NeededFeature {
  readonly key: string;
  readonly value: "Enabled" | "Allowed";
  readonly path: string;
}

/** What ConfigMap config-features must say for Knative to take a service, sorted by key. */
export function featuresNeeded(args: ServiceArgs): readonly NeededFeature[] {
  const all = [...ofProperties(args), ...ofVolumes(args), ...ofContainers(args)];
  const enabled = all.map(([key, path]) => ({ key, value: "Enabled" as const, path }));
  const podInfo = {
    key: "queueproxy.mount-podinfo",
    // Enabled would give it to every service.
    value: "Allowed" as const,
    path: "queueProxyPodInfo",
  };
  return [...enabled, ...(args.queueProxyPodInfo === true ? [podInfo] : [])]
    .filter(({ key }, index, list) => list.findIndex((other) => other.key === key) === index)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

type Need = readonly [key: string, path: string];

function ofProperties(args: ServiceArgs): Need[] {
  return Object.entries(byProperty).flatMap(([path, key]): Need[] =>
    isEmpty(args[path as keyof typeof byProperty]) ? [] : [[key, path]],
  );
}

function ofVolumes({ volumes = [] }: ServiceArgs): Need[] {
  return volumes.flatMap((volume, index): Need[] => {
    const path = `volumes[${index}]`;
    const kinds = Object.entries(byVolume).flatMap(([kind, key]): Need[] =>
      volume[kind as keyof typeof byVolume] === undefined ? [] : [[key, `${path}.${kind}`]],
    );
    const { persistentVolumeClaim: claim } = volume;
    return claim === undefined || claim.readOnly === true
      ? kinds
      : [...kinds, ["kubernetes.podspec-persistent-volume-write", `${path}.persistentVolumeClaim.readOnly`]];
  });
}

function ofContainers(args: ServiceArgs): Need[] {
  const { sidecars = [], initContainers = [] } = args;
  const containers = [
    { container: args, path: "" },
    ...sidecars.map((container, index) => ({ container, path: `sidecars[${index}].` })),
    ...initContainers.map((container, index) => ({ container, path: `initContainers[${index}].` })),
  ];
  const probed = sidecars.flatMap((one, index): Need[] =>
    (["readinessProbe", "livenessProbe", "startupProbe"] as const).flatMap((probe): Need[] =>
      one[probe] === undefined ? [] : [["multi-container-probing", `sidecars[${index}].${probe}`]],
    ),
  );
  return [
    ...(hasForeignPort(args) ? [["multi-container-probing", "livenessProbe.port"] as const] : []),
    ...probed,
    ...containers.flatMap(({ container, path }): Need[] => [
      ...(isEmpty(container.securityContext?.addCapabilities)
        ? []
        : [["kubernetes.containerspec-addcapabilities", `${path}securityContext.addCapabilities`] as const]),
      ...Object.entries(container.envValueFrom ?? {}).flatMap(([name, source]): Need[] =>
        isField(source) ? [["kubernetes.podspec-fieldref", `${path}envValueFrom.${name}`]] : [],
      ),
      ...(container.volumeMounts ?? []).flatMap(({ mountPropagation }, index): Need[] =>
        mountPropagation === undefined
          ? []
          : [
              [
                "kubernetes.podspec-volumes-mount-propagation",
                `${path}volumeMounts[${index}].mountPropagation`,
              ],
            ],
      ),
    ]),
  ];
}

const isField = ({ podField, resource }: EnvValueFromArgs): boolean =>
  podField !== undefined || resource !== undefined;

/** Knative asks the service's port in place of a liveness probe's, unless it probes several containers. */
export function hasForeignPort({ livenessProbe, port = 8080 }: ServiceArgs): boolean {
  const probe: ProbeArgs = livenessProbe ?? {};
  return probe.port !== undefined && probe.port !== port && probe.grpc !== true;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}
