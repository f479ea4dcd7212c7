import type * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs, ResourcesArgs } from "../gateway/gateway";
import type {
  AutoscalerSettingsArgs,
  DeploymentSettingsArgs,
  NetworkSettingsArgs,
  ServingDomainArgs,
} from "./settings";

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

/** Where the images of Knative's own programs come from. */
export interface ServingImagesArgs {
  /** Registry, with an optional path, that holds copies of the images under their own paths. Default: upstream's registries. */
  registry?: string;
  /** References for single images, keyed by the image's name or its last part, such as `queue`. They win over `registry`. Default: none. */
  overrides?: Record<string, string>;
  /** Names of Secrets in the system namespaces to pull the images with. Default: none. */
  pullSecrets?: string[];
}

/** DNS services that answer every name with the address it holds. */
export const MagicDns = { Sslip: "sslip.io", Nip: "nip.io" } as const;
export type MagicDns = (typeof MagicDns)[keyof typeof MagicDns];

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
  /** The gateways; Kourier serves exactly one. Default: one with exposure "ClusterIP". */
  gateways?: GatewayArgs[];
  /** Domain of all services, such as "apps.example.com". Default: `<address of the gateway>.<magicDns>`. */
  domain?: pulumi.Input<string>;
  /** Several domains, chosen by labels; excludes `domain`. Default: none. */
  domains?: ServingDomainArgs[];
  /** Service that resolves the default domain. Default: "sslip.io". */
  magicDns?: MagicDns;
  /** Number of pods of each program of the control plane, from 1 to 20; at least 2 for high availability. Default: 1. */
  replicas?: number;
  /**
   * Whether services can be scaled by CPU or memory: installs Knative's HPA autoscaler, which needs metrics-server in the
   * cluster. Default: false; a Platform installs it when one of its services needs it.
   */
  hpaAutoscaler?: boolean;
  /** CPU and memory by program: activator, autoscaler, controller, webhook, net-kourier-controller. Default: upstream's. */
  resources?: Record<string, ResourcesArgs>;
  /**
   * Seconds that Knative's own pods get to finish when they are stopped, from 0 to 3600. Removing the namespaces waits for
   * it, so a few seconds make `destroy` quick, and cut off requests that pass through the activator when it is moved.
   * Default: upstream's, up to 600.
   */
  terminationGracePeriodSeconds?: number;
  /** Autoscaler settings. Default: upstream's. */
  autoscaler?: AutoscalerSettingsArgs;
  /** Network settings. Default: upstream's. */
  network?: NetworkSettingsArgs;
  /** Deployment settings. Default: upstream's. */
  deployment?: DeploymentSettingsArgs;
  /**
   * Further ConfigMap data by ConfigMap and key, such as `{ "config-features": { "tag-header-based-routing": "Enabled" } }`.
   * Default: upstream's.
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
}
