import { z } from "zod";
import { parse, stringify } from "yaml";
import { amount, flag, list, oneOf, time, words, written, type SettingsMap } from "./setting";

/** Which node placement new revisions prefer. */
export const DefaultAffinity = { None: "none", Spread: "prefer-spread-revision-over-nodes" } as const;
export type DefaultAffinity = (typeof DefaultAffinity)[keyof typeof DefaultAffinity];

/** Versions of TLS. */
export const TlsVersion = { Tls12: "1.2", Tls13: "1.3" } as const;
export type TlsVersion = (typeof TlsVersion)[keyof typeof TlsVersion];

/** The services that a RuntimeClass is for. */
export interface RuntimeClassServicesArgs {
  /** Labels that a service must carry, all of them. Default: none, all services that match no other. */
  selector?: Record<string, string>;
}

/** Settings of revisions' Deployments: ConfigMap `config-deployment`, with upstream's names in camel case. */
export interface DeploymentSettingsArgs {
  /**
   * Registries whose tags are not resolved to digests, as `host` or `host:port`.
   * The list replaces upstream's. Default: kind.local, ko.local, dev.local.
   */
  registriesSkippingTagResolving?: string[];
  /** Time that resolving a tag may take, from 1s to 10m. Default: "10s". */
  digestResolutionTimeout?: string;
  /** Time that a new revision has to become ready, from 1s to 24h. Default: "600s". */
  progressDeadline?: string;
  /** CPU request of the queue-proxy beside every pod. Default: 25m. */
  queueSidecarCpuRequest?: string;
  /** CPU limit of the queue-proxy. Default: none. */
  queueSidecarCpuLimit?: string;
  /** Memory request of the queue-proxy. Default: none. */
  queueSidecarMemoryRequest?: string;
  /** Memory limit of the queue-proxy. Default: none. */
  queueSidecarMemoryLimit?: string;
  /** Ephemeral storage request of the queue-proxy. Default: none. */
  queueSidecarEphemeralStorageRequest?: string;
  /** Ephemeral storage limit of the queue-proxy. Default: none. */
  queueSidecarEphemeralStorageLimit?: string;
  /** How pods of a revision spread over nodes. Default: "prefer-spread-revision-over-nodes". */
  defaultAffinityType?: DefaultAffinity;
  /** Whether an unschedulable pod is no failure since nodes are added for it. Default: false. */
  podIsAlwaysSchedulable?: boolean;
  /** Audiences of the tokens that the queue-proxy shows to others. Default: none. */
  queueSidecarTokenAudiences?: string[];
  /** Certificates in PEM that the queue-proxy trusts beside the system's. Default: none. */
  queueSidecarRootca?: string;
  /** Oldest version of TLS that the queue-proxy takes. Default: "1.3". */
  queueSidecarTlsMinVersion?: TlsVersion;
  /** Newest version of TLS that the queue-proxy takes. Default: the newest. */
  queueSidecarTlsMaxVersion?: TlsVersion;
  /** Cipher suites of TLS 1.2 that the queue-proxy takes, by Go's names. Default: Go's choice. */
  queueSidecarTlsCipherSuites?: string[];
  /** Elliptic curves that the queue-proxy takes, in this order, by Go's names. Default: Go's choice. */
  queueSidecarTlsCurvePreferences?: string[];
  /** RuntimeClasses by name, each for the services whose labels match; an empty one for all others. Default: the cluster's. */
  runtimeClassName?: Record<string, RuntimeClassServicesArgs>;
}

type RuntimeClasses = Readonly<Record<string, RuntimeClassServicesArgs>>;

const runtimeClasses = z.record(
  z.string(),
  z.strictObject({ selector: z.record(z.string(), z.string()).optional() }),
);

// Keys and bounds: knative/serving pkg/deployment/config.go. The queue-proxy's image is among the images.
export const deployment: SettingsMap = {
  configMap: "config-deployment",
  property: "deployment",
  settings: {
    "registries-skipping-tag-resolving": list(),
    "digest-resolution-timeout": time(1, 600),
    "progress-deadline": time(1, 86400),
    "queue-sidecar-cpu-request": amount,
    "queue-sidecar-cpu-limit": amount,
    "queue-sidecar-memory-request": amount,
    "queue-sidecar-memory-limit": amount,
    "queue-sidecar-ephemeral-storage-request": amount,
    "queue-sidecar-ephemeral-storage-limit": amount,
    "queue-sidecar-token-audiences": list(),
    "queue-sidecar-rootca": words,
    "queue-sidecar-tls-min-version": oneOf(TlsVersion),
    "queue-sidecar-tls-max-version": oneOf(TlsVersion),
    "queue-sidecar-tls-cipher-suites": list(),
    "queue-sidecar-tls-curve-preferences": list(),
    "default-affinity-type": oneOf(DefaultAffinity),
    "runtime-class-name": written(runtimeClasses, (classes: RuntimeClasses) => stringify(classes), parse),
    "pod-is-always-schedulable": flag,
  },
};
