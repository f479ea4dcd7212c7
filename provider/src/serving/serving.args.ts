import type * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs } from "../gateway/gateway";
import type { GatewayApiArgs, InstalledGatewayApiArgs } from "../gatewayApi/gatewayApi.args";
import type { InstallationArgs } from "../ownership/installation.args";
import type { InstalledIstioArgs, IstioArgs } from "../istio/istio.args";
import type { PodSecurityLevel } from "../pods/pods.args";
import type { AllWorkloadsArgs, WorkloadArgs } from "../pods/workload.args";
import type { Visibility } from "../service/visibility";
import type { IngressLayer } from "./ingress";
import type { ServingProfile } from "./profiles";
import type { MonitoringArgs } from "../monitoring/monitoring.args";
import type { NetworkPoliciesArgs } from "../policies/policies.args";
import type { ServingImagesArgs } from "./registry.args";
import type {
  AutoscalerSettingsArgs,
  CertManagerSettingsArgs,
  DefaultsSettingsArgs,
  DeploymentSettingsArgs,
  FeatureSettingsArgs,
  GcSettingsArgs,
  KourierSettingsArgs,
  LeaderElectionSettingsArgs,
  LoggingSettingsArgs,
  NetworkSettingsArgs,
  ObservabilitySettingsArgs,
  ServingDomainArgs,
} from "./settings";
import type { TlsArgs } from "./tls.args";

/** Where upstream's release files come from. */
export interface ReleaseSourceArgs {
  /**
   * A mirror of the project's release pages: `https://…`, `http://…`, `file:///…` or a directory, with the paths that the
   * pages have. Default: the release pages on GitHub, through the proxy that HTTPS_PROXY names, if any.
   */
  mirror?: string;
  /**
   * A path or URL of checksums (sha256sum's format, paths as in the mirror) that replace the catalogue's. For mirrors
   * that hold files you have rebuilt. Default: the catalogue's checksums of the official files.
   */
  checksumsFile?: string;
}

/** DNS services that answer every name with the address it holds. */
export const MagicDns = { Sslip: "sslip.io", Nip: "nip.io" } as const;
export type MagicDns = (typeof MagicDns)[keyof typeof MagicDns];

/** How the cluster's own CoreDNS learns the services' names. */
export interface OfflineDnsArgs {
  /** Namespace of the ConfigMap. Default: "kube-system". */
  namespace?: string;
  /** ConfigMap that CoreDNS imports. Default: "coredns-custom", as k3s, AKS and DigitalOcean have it. */
  configMap?: string;
  /** Key that is written there, and nothing beside it. Default: "knative.override". */
  key?: string;
}

/** Objects that a patch applies to: all that match every property given. */
export interface ManifestPatchTargetArgs {
  /** Kind, such as "Deployment". */
  kind: string;
  /** Name. Default: any. */
  name?: string;
  /** Namespace. Default: any. */
  namespace?: string;
}

/** A change to rendered objects for which there is no property. */
export interface ManifestPatchArgs {
  /** What to change. It must match at least one object. */
  target: ManifestPatchTargetArgs;
  /** JSON merge patch (RFC 7386): values replace, null removes, lists are replaced as a whole. */
  patch: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- a patch may hold any JSON, and the schema knows no other word for that
}

/** What is installed, where from, and how it is set up. */
export interface ServingArgs {
  /**
   * Knative release to install: a minor such as "1.22" for its newest patch that the catalogue holds, or a version.
   * Changing it upgrades in place, one minor at a time. Default: the newest release of the catalogue.
   */
  release?: string;
  /** Where upstream's release files come from. Default: the project's release pages. */
  source?: ReleaseSourceArgs;
  /** Where Knative's images come from. Default: upstream's registries. */
  images?: ServingImagesArgs;
  /**
   * Whether the Jobs run that upstream has for after an upgrade, one set per version: they rewrite stored objects in the
   * newest form and remove what older versions left. Nothing waits for them but the end of the update. Default: true.
   */
  migrationJobs?: boolean;
  /**
   * What carries requests from the gateways to services: "kourier" is small and has one gateway, "istio" has as many as are
   * asked for, "gateway-api" has whatever implementation of the Gateway API the cluster has serve. A change replaces the gateways and is no update in place of what they serve. Default: "kourier".
   */
  ingress?: IngressLayer;
  /** The Istio that gateways belong to, with ingress "istio": one that is there, or one to install. Default: the one of the cluster, without a revision. */
  istio?: IstioArgs;
  /** What holds for all gateways of the Gateway API, with ingress "gateway-api". Default: each gateway names its class. */
  gatewayApi?: GatewayApiArgs;
  /** The gateways; Kourier serves exactly one, the Gateway API one for the outside and one for the inside. Default: one with exposure "ClusterIP". */
  gateways?: GatewayArgs[];
  /** Domain of all services, such as "apps.example.com". Default: `<address of the gateway>.<magicDns>`. */
  domain?: pulumi.Input<string>;
  /** Several domains, chosen by labels; excludes `domain`. Default: none. */
  domains?: ServingDomainArgs[];
  /** Service that resolves the default domain. Default: "sslip.io". */
  magicDns?: MagicDns;
  /**
   * Further domains under which a Platform's external services answer, too. To change the domain without losing a
   * request: add the new one here, then swap the two, and drop the old one when nobody asks for it. Default: none.
   */
  additionalDomains?: pulumi.Input<string>[];
  /**
   * "cluster-local" keeps all services inside the cluster, whatever they say; excludes every domain. Default: "external".
   */
  visibility?: Visibility;
  /**
   * Teaches the cluster's CoreDNS the names of services, so that pods reach them by their URLs where no name server
   * outside can be asked. CoreDNS must import the ConfigMap. Default: not done.
   */
  offlineDns?: OfflineDnsArgs;
  /**
   * Size of the installation: "minimal" for one small node, "standard" for some hundred services, "ha" to outlive a node or
   * zone. All other properties win over it; docs/operations.md says what it sets. Default: none, upstream's own numbers.
   */
  profile?: ServingProfile;
  /** Number of pods of each program of the control plane, from 1 to 20; at least 2 for high availability. Default: the profile's, else 1. */
  replicas?: number;
  /**
   * Whether services can be scaled by CPU or memory: installs Knative's HPA autoscaler, which needs metrics-server in the
   * cluster. Default: false; a Platform installs it when one of its services needs it.
   */
  hpaAutoscaler?: boolean;
  /**
   * How single programs run: activator, autoscaler, controller, webhook, autoscaler-hpa, and those of the ingress layer. The
   * gateways' settings stand in `gateways`. Default: the profile's, else upstream's.
   */
  workloads?: Record<string, WorkloadArgs>;
  /** What holds for the pods of all programs, the gateway included, unless one says otherwise. Default: upstream's. */
  allWorkloads?: AllWorkloadsArgs;
  /** Further labels of the system namespaces, knative-serving and kourier-system. Default: none. */
  namespaceLabels?: Record<string, string>;
  /** Annotations of the system namespaces. Default: none. */
  namespaceAnnotations?: Record<string, string>;
  /** What Kubernetes lets pods of the system namespaces do; Knative's own pods keep to "restricted". Default: the cluster's rule. */
  podSecurity?: PodSecurityLevel;
  /**
   * Seconds that Knative's own pods get to finish when they are stopped, from 0 to 3600. Removing the namespaces waits for
   * it, so a few seconds make `destroy` quick, and cut off requests that pass through the activator when it is moved.
   * Default: upstream's, up to 600.
   */
  terminationGracePeriodSeconds?: number;
  /** NetworkPolicies: everything closed but the roads that Knative needs. Default: none. */
  networkPolicies?: NetworkPoliciesArgs;
  /** Metrics, monitors and alerts for the Prometheus operator. Default: none. */
  monitoring?: MonitoringArgs;
  /** Autoscaler settings. Default: upstream's. */
  autoscaler?: AutoscalerSettingsArgs;
  /** Network settings. Default: upstream's. */
  network?: NetworkSettingsArgs;
  /** Deployment settings. Default: upstream's. */
  deployment?: DeploymentSettingsArgs;
  /** What revisions get that say nothing themselves (ConfigMap `config-defaults`). Default: upstream's. */
  revisionDefaults?: DefaultsSettingsArgs;
  /** What services may use. Default: upstream's, and in a Platform what its services need. */
  features?: FeatureSettingsArgs;
  /** Which old revisions are removed. Default: upstream's. */
  gc?: GcSettingsArgs;
  /** How replicas of a controller agree on who works. Default: upstream's. */
  leaderElection?: LeaderElectionSettingsArgs;
  /** What Knative's programs log. Default: upstream's. */
  logging?: LoggingSettingsArgs;
  /** Metrics, traces and logs of requests. Default: upstream's, which has none. */
  observability?: ObservabilitySettingsArgs;
  /** Which of cert-manager's issuers sign. Default: upstream's. */
  certManager?: CertManagerSettingsArgs;
  /** Kourier's settings. Default: upstream's. */
  kourier?: KourierSettingsArgs;
  /** Encryption: certificates, redirects, traffic inside the cluster. Default: none. */
  tls?: TlsArgs;
  /**
   * ConfigMap data by ConfigMap and key, as upstream writes it: `{ "config-gc": { "min-non-active-revisions": "5" } }`. Keys
   * and values are checked as the typed settings are. Default: upstream's.
   */
  config?: Record<string, Record<string, string>>;
  /** Changes to rendered objects for which there is no property, applied last. Default: none. */
  patches?: ManifestPatchArgs[];
  /** Minimum Kubernetes version that Knative's programs are told to accept, below their own. Default: their own. */
  kubernetesMinVersionOverride?: string;
  /** Version of the cluster's API server, as `Cluster.serverVersion` gives it, to check it against the release. Default: not checked. */
  serverVersion?: pulumi.Input<string | undefined>;
  /** Version of the Serving in the cluster, as `Cluster.installedServingVersion` gives it, to check the upgrade. Default: not checked. */
  installedVersion?: pulumi.Input<string | undefined>;
  /**
   * What the cluster has of Knative and whose it is, as `Cluster.installation` gives it, so that nobody else's is touched.
   * Default: not checked.
   */
  installation?: pulumi.Input<InstallationArgs | undefined>;
  /**
   * Takes over an installation that another stack, another tool or a person has made: it then belongs to this stack, and goes when
   * the stack is destroyed, unless `retainOnDestroy` is set. Previews tell what of it changes. Default: false, such an installation is
   * refused.
   */
  adopt?: boolean;
  /**
   * Leaves Knative and its gateways in the cluster when the stack is destroyed, or when this is taken out of the program: only the
   * stack forgets them. An update must record it first, and while it is set, objects stay that an update no longer needs, such as those
   * of a gateway that was taken out. Default: false.
   */
  retainOnDestroy?: boolean;
  /**
   * UID of the cluster (of its namespace `kube-system`) that this stack's installation is to leave for another: there it is
   * deleted, here it is made. Default: none, a stack stays in its cluster.
   */
  movedFrom?: string;
  /** Whether cert-manager is in the cluster, as `Cluster.certManagerInstalled` gives it, to check `tls`. Default: not checked. */
  certManagerInstalled?: pulumi.Input<boolean | undefined>;
  /** What the cluster has of Istio, as `Cluster.installedIstio` gives it, to check `istio`. Default: not checked. */
  installedIstio?: pulumi.Input<InstalledIstioArgs | undefined>;
  /** What the cluster has of the Gateway API, as `Cluster.installedGatewayApi` gives it, to check `gatewayApi`. Default: not checked. */
  installedGatewayApi?: pulumi.Input<InstalledGatewayApiArgs | undefined>;
}
