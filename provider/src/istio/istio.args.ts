import type * as pulumi from "@pulumi/pulumi";
import type { NamespaceSelectorArgs } from "../serving/tls.args";
import type { ResourcesArgs, TolerationArgs } from "../pods/pods.args";

/** In what form proxies write their access log. */
export const AccessLogEncoding = { Text: "TEXT", Json: "JSON" } as const;
export type AccessLogEncoding = (typeof AccessLogEncoding)[keyof typeof AccessLogEncoding];

/** The access log of gateways and sidecars. */
export interface IstioAccessLogArgs {
  /** Whether there is one. Default: true. */
  enabled?: boolean;
  /** File of the proxy's container that it goes to. Default: "/dev/stdout", the container's log. */
  file?: string;
  /** Form of its lines. Default: "JSON". */
  encoding?: AccessLogEncoding;
}

/** How istiod, Istio's control plane, runs. */
export interface IstioPilotArgs {
  /** Number of pods, from 1 to 100, without an autoscaler. Excludes `minReplicas` and `maxReplicas`. Default: the autoscaler decides. */
  replicas?: number;
  /** Least pods that the autoscaler keeps, from 1 to 100. Default: 1. */
  minReplicas?: number;
  /** Most pods that the autoscaler makes, from 1 to 100. Default: 5. */
  maxReplicas?: number;
  /** CPU that the autoscaler aims at, as percentage of the request, from 1 to 1000. Default: 80. */
  targetCpuUtilization?: number;
  /** CPU and memory of one pod. Default: requests of 100m and 256Mi, enough for some hundred services; no limits. */
  resources?: ResourcesArgs;
  /** Labels of the nodes that pods may run on. Default: any node. */
  nodeSelector?: Record<string, string>;
  /** Taints of nodes that pods put up with. Default: none. */
  tolerations?: TolerationArgs[];
  /** PriorityClass of the pods. Default: the cluster's. */
  priorityClassName?: string;
  /** Environment variables, such as PILOT_ENABLE_STATUS. Default: none. */
  env?: Record<string, pulumi.Input<string>>;
}

/** An Istio that is installed along with Knative: its Helm charts `base` and `istiod`. The gateways are made without a chart. */
export interface IstioInstallArgs {
  /** Whether it is installed; false is the same as leaving `install` out. Default: true. */
  enabled?: boolean;
  /**
   * Where the charts come from: the URL of a chart repository (`https://…`), of a registry with the charts below it
   * (`oci://registry.example.com/charts`), or a directory that holds `base` and `istiod` as directories or as the archives
   * that `helm pull` writes. Default: upstream's chart repository.
   */
  charts?: string;
  /** Registry and path of the images, such as "registry.example.com/istio". Default: from `images.registry`, else the charts' own. */
  hub?: string;
  /** Tag of the images, such as "1.30.4-distroless". Default: the charts' own. */
  tag?: string;
  /** Secrets to pull the images with, in the namespace of each pod that runs a proxy. Default: those of `images`. */
  imagePullSecrets?: string[];
  /** How istiod runs. Default: one small pod that an autoscaler multiplies. */
  pilot?: IstioPilotArgs;
  /** Time that a proxy goes on serving once its pod is being stopped, as a duration. Default: "20s", as Knative's own tests have it. */
  terminationDrainDuration?: string;
  /** Trust domain of the mesh: the first part of all identities. Changing it cuts off proxies of before. Default: "cluster.local". */
  trustDomain?: string;
  /** Namespaces that istiod looks at; those of Knative, of the gateways and of services must be among them. Default: all. */
  discoverySelectors?: NamespaceSelectorArgs[];
  /** Names that stand for a revision and can be moved to another one, such as "stable". Need `revision`. Default: none. */
  revisionTags?: string[];
  /** Revision that the tags stand for: `revision` or `previousRevision`. Default: `revision`. */
  tagRevision?: string;
  /**
   * Revision that keeps running beside the new one during a canary upgrade; "default" is the one without a name. Leaving it
   * out removes it. Default: none.
   */
  previousRevision?: string;
  /** Version of the previous revision: needed with `previousRevision`. Default: none. */
  previousVersion?: string;
  /** Tag of the previous revision's images. Default: its charts' own. */
  previousTag?: string;
  /** The access log of gateways and sidecars. Default: JSON in the container's log. */
  accessLog?: IstioAccessLogArgs;
  /** Whether proxies count requests for Prometheus. Default: true. */
  telemetry?: boolean;
  /** Further values of the chart `istiod`, as it writes them; they win over all of the above. Default: none. */
  values?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- values may hold any JSON, and the schema knows no other word for that
}

/** Whether proxies demand that requests come encrypted and with an identity. */
export const MutualTls = { Permissive: "PERMISSIVE", Strict: "STRICT" } as const;
export type MutualTls = (typeof MutualTls)[keyof typeof MutualTls];

/** Knative and services inside a mesh of sidecars. */
export interface IstioMeshArgs {
  /** Whether Knative's own programs get sidecars. Needed for "STRICT" and for `authorization.namespaces` of gateways. Default: false. */
  injection?: boolean;
  /** Namespaces of services that belong to the mesh: they are labelled for sidecars, and held to `mutualTls`. They must exist. Default: none. */
  namespaces?: string[];
  /** Whether Knative's namespace and those of `namespaces` refuse plain text. Default: "PERMISSIVE", which takes both. */
  mutualTls?: MutualTls;
  /** Whether, with "STRICT", pods without a sidecar may still read the metrics of Knative's programs, as Prometheus does. Default: true. */
  plainMetrics?: boolean;
}

/** Istio as the network layer: which one, and how Knative lives in its mesh. */
export interface IstioArgs {
  /**
   * Version: a minor such as "1.30" for its newest patch that the catalogue holds, or a version. It is the one that is
   * installed, or, without `install`, the one that is there already, for the check. Default: the catalogue's default where it is
   * installed, else not checked.
   */
  version?: string;
  /** Namespace of istiod. Default: "istio-system". */
  namespace?: string;
  /** Revision of istiod that gateways and sidecars belong to; of an existing Istio also a tag. Default: the one without a name. */
  revision?: string;
  /** Domain of the cluster's own names. Default: "cluster.local". */
  clusterDomain?: string;
  /** Installs Istio. Default: the one that is in the cluster is used. */
  install?: IstioInstallArgs;
  /** Sidecars and encryption between pods. Default: none, gateways only. */
  mesh?: IstioMeshArgs;
}

/** Who may use a gateway, and which namespaces are reached by no other way. What is not allowed is refused. */
export interface GatewayAuthorizationArgs {
  /** Source ranges in CIDR notation that may use the gateway from outside. Default: all. */
  sourceRanges?: string[];
  /**
   * Whether the source is read from X-Forwarded-For, as a load balancer or proxy before the gateway writes it; Istio must be
   * told by `numTrustedProxies` how many there are. Default: false, the address of the connection.
   */
  forwardedSource?: boolean;
  /** Hosts that may be asked for from outside: names, or names with a leading "*", such as "*.team-a.example.com". Default: all. */
  hosts?: string[];
  /**
   * Namespaces of services that are reached through this gateway, from themselves, and by no other way. Several gateways may
   * share one. They must be in `istio.mesh.namespaces`, and `istio.mesh.injection` on. Default: none.
   */
  namespaces?: string[];
}

/** A control plane of Istio that was found in the cluster. */
export interface InstalledControlPlaneArgs {
  /** Its revision; "default" is the one without a name. */
  revision: string;
  /** Namespace that it runs in. */
  namespace: string;
  /** Its version. Default: unknown. */
  version?: string;
  /** Helm release that it belongs to, as `namespace/name`. Default: none. */
  release?: string;
}

/** What was found of Istio in the cluster, as `Cluster.installedIstio` gives it. */
export interface InstalledIstioArgs {
  /** Versions in which `networking.istio.io` is served; none where Istio's definitions are missing. */
  apiVersions: string[];
  /** The control planes. */
  controlPlanes: InstalledControlPlaneArgs[];
  /** Revisions and tags that proxies are injected for. */
  injectors: string[];
}

/** A control plane of Istio in the cluster. */
export interface IstioControlPlane {
  /** Its revision; "default" is the one without a name. */
  revision: string;
  /** Namespace that it runs in. */
  namespace: string;
  /** Its version, where its labels or its image tell. */
  version?: string;
  /** Helm release that it belongs to, as `namespace/name`, if it does. */
  release?: string;
}

/** What the cluster has of Istio. */
export interface IstioInstallation {
  /** Versions in which `networking.istio.io` is served; none where Istio's definitions are missing. */
  apiVersions: string[];
  /** The control planes. */
  controlPlanes: IstioControlPlane[];
  /** Revisions and tags that proxies are injected for. */
  injectors: string[];
}
