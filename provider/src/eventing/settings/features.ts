import { oneOf, written, words, type SettingsMap } from "../../serving/settings/setting";
import { isoDuration } from "../duration";

/** Whether Eventing does something that is no part of every installation. */
export const EventingFeatureFlag = { Enabled: "Enabled", Disabled: "Disabled" } as const;
export type EventingFeatureFlag = (typeof EventingFeatureFlag)[keyof typeof EventingFeatureFlag];

/** Whether events travel encrypted between brokers, channels and sinks. */
export const TransportEncryption = {
  /** By plain HTTP. */
  Disabled: "Disabled",
  /** By HTTPS where the receiver has it. */
  Permissive: "Permissive",
  /** By HTTPS alone. */
  Strict: "Strict",
} as const;
export type TransportEncryption = (typeof TransportEncryption)[keyof typeof TransportEncryption];

/** Who may send events to what no policy speaks of. */
export const AuthorizationMode = {
  AllowAll: "Allow-All",
  DenyAll: "Deny-All",
  AllowSameNamespace: "Allow-Same-Namespace",
} as const;
export type AuthorizationMode = (typeof AuthorizationMode)[keyof typeof AuthorizationMode];

/** What Eventing does beyond the ordinary: ConfigMap `config-features`, with upstream's names in camel case. */
export interface EventingFeaturesArgs {
  /** References without a version of their API. Default: "Disabled". */
  kreferenceGroup?: EventingFeatureFlag;
  /** Following "Retry-After" of receivers, as `delivery.retryAfterMax` says. Default: "Disabled". */
  deliveryRetryafter?: EventingFeatureFlag;
  /** Limits of single requests, as `delivery.timeout` says. Default: "Enabled". */
  deliveryTimeout?: EventingFeatureFlag;
  /** Addresses of objects that don't tell theirs, by templates in `config-kreference-mapping`. Default: "Disabled". */
  kreferenceMapping?: EventingFeatureFlag;
  /** Encryption between brokers, channels and sinks; needs cert-manager and upstream's eventing-tls-networking.yaml beside this. Default: "Disabled". */
  transportEncryption?: TransportEncryption;
  /** Recording the types of events that brokers see. Default: "Disabled". */
  eventtypeAutoCreate?: EventingFeatureFlag;
  /** Tokens by which receivers know who sends. Default: "Disabled". */
  authenticationOidc?: EventingFeatureFlag;
  /** Who may send where no policy speaks of the receiver; of effect with `authenticationOidc`. Default: "Allow-Same-Namespace". */
  defaultAuthorizationMode?: AuthorizationMode;
  /** Triggers and subscriptions to brokers and channels of other namespaces. Default: "Disabled". */
  crossNamespaceEventLinks?: EventingFeatureFlag;
  /** Filters of ApiServerSources. Default: "Disabled". */
  newApiserversourceFilters?: EventingFeatureFlag;
  /** Where tokens are checked. Default: "https://kubernetes.default.svc". */
  oidcDiscoveryBaseUrl?: string;
  /** Time that a RequestReply waits for, as ISO 8601 duration above zero, up to "P30D". Default: "PT30S". */
  requestreplyDefaultTimeout?: string;
}

const feature = oneOf(EventingFeatureFlag, true);

// Keys and values: knative/eventing pkg/apis/feature/features.go, which takes any other value as it is, to no effect.
export const eventingFeatures: SettingsMap = {
  configMap: "config-features",
  property: "features",
  settings: {
    "kreference-group": feature,
    "delivery-retryafter": feature,
    "delivery-timeout": feature,
    "kreference-mapping": feature,
    "transport-encryption": oneOf(TransportEncryption, true),
    "eventtype-auto-create": feature,
    "authentication-oidc": feature,
    "default-authorization-mode": oneOf(AuthorizationMode, true),
    "cross-namespace-event-links": feature,
    "new-apiserversource-filters": feature,
    "oidc-discovery-base-url": words,
    "requestreply-default-timeout": written(isoDuration("above zero"), String),
  },
};

/** Keys of any name that begin so are labels of the nodes on which sources run that watch the API server. */
export const nodeSelectorPrefix = "apiserversources-nodeselector-";
