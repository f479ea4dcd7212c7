import { oneOf, type SettingsMap } from "./setting";

/** Whether services may use a feature: "Allowed" where one asks for it, "Enabled" always. */
export const FeatureFlag = { Enabled: "Enabled", Allowed: "Allowed", Disabled: "Disabled" } as const;
export type FeatureFlag = (typeof FeatureFlag)[keyof typeof FeatureFlag];

/** How secure pods are by default. */
export const SecurePodDefaults = {
  Disabled: "Disabled",
  AllowRootBounded: "AllowRootBounded",
  Enabled: "Enabled",
} as const;
export type SecurePodDefaults = (typeof SecurePodDefaults)[keyof typeof SecurePodDefaults];

/**
 * What services may use: ConfigMap `config-features`, with upstream's names in camel case. A Platform enables what its
 * services need. Most can't be disabled safely while services use them.
 */
export interface FeatureSettingsArgs {
  /** Secure settings for pods that say nothing: "AllowRootBounded" leaves the user to the image. Default: "Disabled". */
  securePodDefaults?: SecurePodDefaults;
  /** Several containers in a pod. Default: "Enabled". */
  multiContainer?: FeatureFlag;
  /** Probes of sidecars. Default: "Disabled". */
  multiContainerProbing?: FeatureFlag;
  /** Affinity. Default: "Disabled". */
  kubernetesPodspecAffinity?: FeatureFlag;
  /** Topology spread constraints. Default: "Disabled". */
  kubernetesPodspecTopologyspreadconstraints?: FeatureFlag;
  /** Names in the pods' hosts file. Default: "Disabled". */
  kubernetesPodspecHostaliases?: FeatureFlag;
  /** Node selectors. Default: "Disabled". */
  kubernetesPodspecNodeselector?: FeatureFlag;
  /** Tolerations. Default: "Disabled". */
  kubernetesPodspecTolerations?: FeatureFlag;
  /** Variables from fields of the pod. Default: "Disabled". */
  kubernetesPodspecFieldref?: FeatureFlag;
  /** Runtime classes. Default: "Disabled". */
  kubernetesPodspecRuntimeclassname?: FeatureFlag;
  /** DNS policies. Default: "Disabled". */
  kubernetesPodspecDnspolicy?: FeatureFlag;
  /** DNS settings. Default: "Disabled". */
  kubernetesPodspecDnsconfig?: FeatureFlag;
  /** Security contexts of pods. Default: "Disabled". */
  kubernetesPodspecSecuritycontext?: FeatureFlag;
  /** A process namespace that containers share. Default: "Disabled". */
  kubernetesPodspecShareprocessnamespace?: FeatureFlag;
  /** The node's IPC namespace. Default: "Disabled". */
  kubernetesPodspecHostipc?: FeatureFlag;
  /** The node's process namespace. Default: "Disabled". */
  kubernetesPodspecHostpid?: FeatureFlag;
  /** The node's network. Default: "Disabled". */
  kubernetesPodspecHostnetwork?: FeatureFlag;
  /** Priority classes. Default: "Disabled". */
  kubernetesPodspecPriorityclassname?: FeatureFlag;
  /** Schedulers. Default: "Disabled". */
  kubernetesPodspecSchedulername?: FeatureFlag;
  /** Init containers. Default: "Disabled". */
  kubernetesPodspecInitContainers?: FeatureFlag;
  /** Volumes from claims. Default: "Disabled". */
  kubernetesPodspecPersistentVolumeClaim?: FeatureFlag;
  /** Writing to volumes from claims. Default: "Disabled". */
  kubernetesPodspecPersistentVolumeWrite?: FeatureFlag;
  /** Empty volumes. Default: "Enabled". */
  kubernetesPodspecVolumesEmptydir?: FeatureFlag;
  /** Volumes from the node's file system. Default: "Disabled". */
  kubernetesPodspecVolumesHostpath?: FeatureFlag;
  /** Volumes from CSI drivers. Default: "Disabled". */
  kubernetesPodspecVolumesCsi?: FeatureFlag;
  /** Volumes from images. Default: "Disabled". */
  kubernetesPodspecVolumesImage?: FeatureFlag;
  /** Ephemeral volumes; from release 1.23 on. Default: "Disabled". */
  kubernetesPodspecVolumesEphemeral?: FeatureFlag;
  /** Mount propagation. Default: "Disabled". */
  kubernetesPodspecVolumesMountPropagation?: FeatureFlag;
  /** Added capabilities. Default: "Disabled". */
  kubernetesContainerspecAddcapabilities?: FeatureFlag;
  /** Choosing a traffic target by the header Knative-Serving-Tag. Default: "Disabled". */
  tagHeaderBasedRouting?: FeatureFlag;
  /** Finding out whether an application speaks HTTP/2. Default: "Disabled". */
  autodetectHttp2?: FeatureFlag;
  /** The pod's labels and annotations for the queue-proxy. Default: "Disabled". */
  queueproxyMountPodinfo?: FeatureFlag;
  /** Requests and limits of the queue-proxy where none are set. Default: "Disabled". */
  queueproxyResourceDefaults?: FeatureFlag;
}

const feature = oneOf(FeatureFlag, true);

// Keys: knative/serving pkg/apis/config/features.go, which passes over values that it doesn't know.
export const features: SettingsMap = {
  configMap: "config-features",
  property: "features",
  settings: {
    "secure-pod-defaults": oneOf(SecurePodDefaults, true),
    "multi-container": feature,
    "multi-container-probing": feature,
    "kubernetes.podspec-affinity": feature,
    "kubernetes.podspec-topologyspreadconstraints": feature,
    "kubernetes.podspec-hostaliases": feature,
    "kubernetes.podspec-nodeselector": feature,
    "kubernetes.podspec-tolerations": feature,
    "kubernetes.podspec-fieldref": feature,
    "kubernetes.podspec-runtimeclassname": feature,
    "kubernetes.podspec-dnspolicy": feature,
    "kubernetes.podspec-dnsconfig": feature,
    "kubernetes.podspec-securitycontext": feature,
    "kubernetes.podspec-shareprocessnamespace": feature,
    "kubernetes.podspec-hostipc": feature,
    "kubernetes.podspec-hostpid": feature,
    "kubernetes.podspec-hostnetwork": feature,
    "kubernetes.podspec-priorityclassname": feature,
    "kubernetes.podspec-schedulername": feature,
    "kubernetes.podspec-init-containers": feature,
    "kubernetes.podspec-persistent-volume-claim": feature,
    "kubernetes.podspec-persistent-volume-write": feature,
    "kubernetes.podspec-volumes-emptydir": feature,
    "kubernetes.podspec-volumes-hostpath": feature,
    "kubernetes.podspec-volumes-csi": feature,
    "kubernetes.podspec-volumes-image": feature,
    "kubernetes.podspec-volumes-ephemeral": feature,
    "kubernetes.podspec-volumes-mount-propagation": feature,
    "kubernetes.containerspec-addcapabilities": feature,
    "tag-header-based-routing": feature,
    "autodetect-http2": feature,
    "queueproxy.mount-podinfo": feature,
    "queueproxy.resource-defaults": feature,
  },
};
