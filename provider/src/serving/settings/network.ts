import { z } from "zod";
import { parse, stringify } from "yaml";
import { flag, integer, oneOf, words, written, type SettingsMap } from "./setting";

/** What becomes of requests by plain HTTP: they are answered, or redirected to HTTPS. */
export const HttpProtocol = { Enabled: "Enabled", Redirected: "Redirected" } as const;
export type HttpProtocol = (typeof HttpProtocol)[keyof typeof HttpProtocol];

/** How Knative's components reach pods where a service mesh is present. */
export const MeshCompatibilityMode = { Auto: "auto", Enabled: "enabled", Disabled: "disabled" } as const;
export type MeshCompatibilityMode = (typeof MeshCompatibilityMode)[keyof typeof MeshCompatibilityMode];

/** Scheme of the URLs that services report. */
export const ExternalScheme = { Http: "http", Https: "https" } as const;
export type ExternalScheme = (typeof ExternalScheme)[keyof typeof ExternalScheme];

/** Whether a kind of encryption is on. */
export const TlsSwitch = { Enabled: "Enabled", Disabled: "Disabled" } as const;
export type TlsSwitch = (typeof TlsSwitch)[keyof typeof TlsSwitch];

/** How a requirement of a label selector compares. */
export const SelectorOperator = {
  In: "In",
  NotIn: "NotIn",
  Exists: "Exists",
  DoesNotExist: "DoesNotExist",
} as const;
export type SelectorOperator = (typeof SelectorOperator)[keyof typeof SelectorOperator];

/** One requirement of a label selector. */
export interface SelectorRequirementArgs {
  /** The label. */
  key: string;
  /** How the label is compared. */
  operator: SelectorOperator;
  /** Values to compare with; none with "Exists" and "DoesNotExist". Default: none. */
  values?: string[];
}

/** Objects by their labels: all requirements must hold. */
export interface LabelSelectorArgs {
  /** Labels with the values that they must have. Default: none. */
  matchLabels?: Record<string, string>;
  /** Further requirements. Default: none. */
  matchExpressions?: SelectorRequirementArgs[];
}

/** Network settings: ConfigMap `config-network`, with upstream's names in camel case. */
export interface NetworkSettingsArgs {
  /** Go template of a service's domain. Default: "{{.Name}}.{{.Namespace}}.{{.Domain}}". */
  domainTemplate?: string;
  /** Go template of a tagged route's name. Default: "{{.Tag}}-{{.Name}}". */
  tagTemplate?: string;
  /** Whether plain HTTP is served or redirected to HTTPS. Default: "Enabled". */
  httpProtocol?: HttpProtocol;
  /** Seconds over which traffic moves to a new revision, from 0 to 86400. Default: 0, at once. */
  rolloutDuration?: number;
  /** Whether a DomainMapping claims its domain by itself. Default: false. */
  autocreateClusterDomainClaims?: boolean;
  /** Whether activator and autoscaler address pods one by one through a mesh. Default: false. */
  enableMeshPodAddressability?: boolean;
  /** How a mesh is found out. Default: "auto". */
  meshCompatibilityMode?: MeshCompatibilityMode;
  /** Scheme of reported URLs; "https" where a load balancer ends TLS. Default: "http". */
  defaultExternalScheme?: ExternalScheme;
  /** Issuer of certificates. Default: "cert-manager.certificate.networking.knative.dev". */
  certificateClass?: string;
  /** Whether services get certificates of their own for the outside; needs cert-manager. Default: "Disabled". */
  externalDomainTls?: TlsSwitch;
  /** Whether services get certificates for their names inside the cluster; needs cert-manager. Alpha. Default: "Disabled". */
  clusterLocalDomainTls?: TlsSwitch;
  /** Whether traffic between Knative's own programs and pods is encrypted; needs cert-manager. Alpha. Default: "Disabled". */
  systemInternalTls?: TlsSwitch;
  /** Namespaces that get one wildcard certificate each instead of one for each service; empty means all. Default: none. */
  namespaceWildcardCertSelector?: LabelSelectorArgs;
}

export const selectorShape = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        operator: z.enum(SelectorOperator),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

// Keys and bounds: knative/networking pkg/config/config.go. The ingress class is the ingress layer's to set.
export const network: SettingsMap = {
  configMap: "config-network",
  property: "network",
  settings: {
    "domain-template": words,
    "tag-template": words,
    "http-protocol": oneOf(HttpProtocol, true),
    "rollout-duration": integer(0, 86400),
    "autocreate-cluster-domain-claims": flag,
    "enable-mesh-pod-addressability": flag,
    "mesh-compatibility-mode": oneOf(MeshCompatibilityMode, true),
    "default-external-scheme": oneOf(ExternalScheme),
    "certificate-class": words,
    "external-domain-tls": oneOf(TlsSwitch, true),
    "cluster-local-domain-tls": oneOf(TlsSwitch, true),
    "system-internal-tls": oneOf(TlsSwitch, true),
    "namespace-wildcard-cert-selector": written(
      selectorShape,
      (selector: LabelSelectorArgs) => stringify(selector),
      readYaml,
    ),
  },
};

function readYaml(text: string): unknown {
  return parse(text) ?? {};
}
