import type { IssuerKind } from "./settings";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A certificate of your own for the gateway: either a Secret that is there, or certificate and key as text, of which a
 * Secret is made.
 */
export interface TlsCertificateArgs {
  /** Name of a Secret of type kubernetes.io/tls that is in the cluster before Knative starts. Excludes `certificate`. Default: none. */
  secretName?: pulumi.Input<string>;
  /** Namespace of that Secret. Default: "kourier-system". */
  namespace?: pulumi.Input<string>;
  /** The certificate in PEM, followed by those of its intermediate authorities. Default: none. */
  certificate?: pulumi.Input<string>;
  /** Private key of the certificate in PEM, without a passphrase. Kept secret. Required with `certificate`. Default: none. */
  privateKey?: pulumi.Input<string>;
}

/** An issuer of cert-manager, which must exist. */
export interface TlsIssuerArgs {
  /** Kind. An "Issuer" must exist under this name in every namespace with services. Default: "ClusterIssuer". */
  kind?: IssuerKind;
  /** Name of the issuer. */
  name: pulumi.Input<string>;
}

/** Issuers of cert-manager, by what their certificates are for. */
export interface TlsIssuersArgs {
  /** Issuer for the domains under which services are reached from outside. Default: none, which `externalDomain` needs. */
  external?: TlsIssuerArgs;
  /** Issuer for names under svc.cluster.local, which no ACME authority signs. Default: none, which `clusterLocalDomain` needs. */
  clusterLocal?: TlsIssuerArgs;
  /** Issuer for Knative's own programs, whose names no ACME authority signs. Default: none, which `systemInternal` needs. */
  systemInternal?: TlsIssuerArgs;
}

/** How a label must be for a namespace to be chosen. */
export const LabelOperator = {
  In: "In",
  NotIn: "NotIn",
  Exists: "Exists",
  DoesNotExist: "DoesNotExist",
} as const;
export type LabelOperator = (typeof LabelOperator)[keyof typeof LabelOperator];

/** A condition on one label of a namespace. */
export interface NamespaceConditionArgs {
  /** The label, such as "kubernetes.io/metadata.name". */
  key: string;
  /** How it must be. */
  operator: LabelOperator;
  /** Values to compare with; required with In and NotIn, not allowed otherwise. Default: none. */
  values?: string[];
}

/** Namespaces by their labels; all conditions must hold, and none at all chooses every namespace. */
export interface NamespaceSelectorArgs {
  /** Labels that a namespace must carry. Default: none. */
  matchLabels?: Record<string, string>;
  /** Conditions that its labels must meet. Default: none. */
  matchExpressions?: NamespaceConditionArgs[];
}

/** Cipher suites for TLS 1.2 that Envoy knows; those of TLS 1.3 are fixed. */
export const CipherSuite = {
  EcdheEcdsaAes128Gcm: "ECDHE-ECDSA-AES128-GCM-SHA256",
  EcdheEcdsaAes256Gcm: "ECDHE-ECDSA-AES256-GCM-SHA384",
  EcdheEcdsaChacha20: "ECDHE-ECDSA-CHACHA20-POLY1305",
  EcdheEcdsaAes128Cbc: "ECDHE-ECDSA-AES128-SHA",
  EcdheEcdsaAes256Cbc: "ECDHE-ECDSA-AES256-SHA",
  EcdheRsaAes128Gcm: "ECDHE-RSA-AES128-GCM-SHA256",
  EcdheRsaAes256Gcm: "ECDHE-RSA-AES256-GCM-SHA384",
  EcdheRsaChacha20: "ECDHE-RSA-CHACHA20-POLY1305",
  EcdheRsaAes128Cbc: "ECDHE-RSA-AES128-SHA",
  EcdheRsaAes256Cbc: "ECDHE-RSA-AES256-SHA",
  RsaAes128Gcm: "AES128-GCM-SHA256",
  RsaAes256Gcm: "AES256-GCM-SHA384",
  RsaAes128Cbc: "AES128-SHA",
  RsaAes256Cbc: "AES256-SHA",
} as const;
export type CipherSuite = (typeof CipherSuite)[keyof typeof CipherSuite];

/** Encryption on the way to services and between Knative's programs. */
export interface TlsArgs {
  /** A certificate of your own that the gateway shows for all names. URLs then say https. Default: none. */
  certificate?: TlsCertificateArgs;
  /** Whether each service gets a certificate for its outer names, from cert-manager. Default: false. */
  externalDomain?: boolean;
  /** Whether services are reached by HTTPS inside the cluster, too, with certificates from cert-manager. Alpha in Knative. Default: false. */
  clusterLocalDomain?: boolean;
  /** Whether traffic between gateway, activator and pods is encrypted, with certificates from cert-manager. Alpha in Knative. Default: false. */
  systemInternal?: boolean;
  /** Issuers of cert-manager. Default: none. */
  issuers?: TlsIssuersArgs;
  /** Namespaces that get one wildcard certificate in place of one for each service; needs `externalDomain`. Default: none. */
  wildcardNamespaces?: NamespaceSelectorArgs;
  /** Whether plain HTTP is redirected to HTTPS; needs `certificate` or `externalDomain`. Default: false. */
  redirect?: boolean;
  /** Cipher suites that the gateway offers for TLS 1.2; their order means nothing. Default: Envoy's. */
  cipherSuites?: CipherSuite[];
}
