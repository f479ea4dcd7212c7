import { amount, flag, integer, oneOf, words, type SettingsMap } from "./setting";

/** Whether pods get variables for every Service of their namespace. */
export const ServiceLinks = { True: "true", False: "false", Default: "default" } as const;
export type ServiceLinks = (typeof ServiceLinks)[keyof typeof ServiceLinks];

/** What services get that say nothing themselves: ConfigMap `config-defaults`, with upstream's names in camel case. */
export interface DefaultsSettingsArgs {
  /** Seconds that a request may take, from 1 to `maxRevisionTimeoutSeconds`. Default: 300. */
  revisionTimeoutSeconds?: number;
  /** Most seconds that a service may ask for, from 1. The activator must get as long to finish. Default: 600. */
  maxRevisionTimeoutSeconds?: number;
  /** Seconds until a response must begin, from 0 to `revisionTimeoutSeconds`. Default: `revisionTimeoutSeconds`. */
  revisionResponseStartTimeoutSeconds?: number;
  /** Seconds that a response may pause, from 0 to `revisionTimeoutSeconds`; 0 means no limit. Default: 0. */
  revisionIdleTimeoutSeconds?: number;
  /** CPU request of a service's container. Default: none. */
  revisionCpuRequest?: string;
  /** CPU limit of a service's container. Default: none. */
  revisionCpuLimit?: string;
  /** Memory request of a service's container. Default: none. */
  revisionMemoryRequest?: string;
  /** Memory limit of a service's container. Default: none. */
  revisionMemoryLimit?: string;
  /** Ephemeral storage request of a service's container. Default: none. */
  revisionEphemeralStorageRequest?: string;
  /** Ephemeral storage limit of a service's container. Default: none. */
  revisionEphemeralStorageLimit?: string;
  /** Go template of the name of a service's container. Default: "user-container". */
  containerNameTemplate?: string;
  /** Go template of the name of an init container. Default: "init-container". */
  initContainerNameTemplate?: string;
  /** Requests that one pod handles at a time, from 0 to `containerConcurrencyMaxLimit`; 0 means no limit. Default: 0. */
  containerConcurrency?: number;
  /** Highest concurrency that a service may ask for, from 1. Default: 1000. */
  containerConcurrencyMaxLimit?: number;
  /** Whether a service may ask for no limit of concurrency. Default: true. */
  allowContainerConcurrencyZero?: boolean;
  /** Whether pods get variables for every Service of their namespace, which slows their start; "default" leaves it to Kubernetes. Default: "false". */
  enableServiceLinks?: ServiceLinks;
}

// Keys and rules: knative/serving pkg/apis/config/defaults.go.
export const defaults: SettingsMap = {
  configMap: "config-defaults",
  property: "revisionDefaults",
  settings: {
    "revision-timeout-seconds": integer(1),
    "max-revision-timeout-seconds": integer(1),
    "revision-response-start-timeout-seconds": integer(0),
    "revision-idle-timeout-seconds": integer(0),
    "revision-cpu-request": amount,
    "revision-cpu-limit": amount,
    "revision-memory-request": amount,
    "revision-memory-limit": amount,
    "revision-ephemeral-storage-request": amount,
    "revision-ephemeral-storage-limit": amount,
    "container-name-template": words,
    "init-container-name-template": words,
    "container-concurrency": integer(0),
    "container-concurrency-max-limit": integer(1),
    "allow-container-concurrency-zero": flag,
    "enable-service-links": oneOf(ServiceLinks, true),
  },
};
