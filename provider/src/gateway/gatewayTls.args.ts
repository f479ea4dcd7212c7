import type * as pulumi from "@pulumi/pulumi";
import type { CipherSuite } from "../serving/tls.args";

/** An issuer of cert-manager, which must exist. */
export interface GatewayIssuerArgs {
  /** Name of the issuer. */
  name: pulumi.Input<string>;
  /** Kind: "ClusterIssuer", "Issuer" in the gateway's namespace, or with `group` any other. Default: "ClusterIssuer". */
  kind?: string;
  /** API group of an issuer that doesn't come with cert-manager itself, such as "awspca.cert-manager.io". Default: cert-manager's own. */
  group?: pulumi.Input<string>;
}

/** What the private key of a certificate is made with. */
export const GatewayKeyAlgorithm = { Rsa: "RSA", Ecdsa: "ECDSA" } as const;
export type GatewayKeyAlgorithm = (typeof GatewayKeyAlgorithm)[keyof typeof GatewayKeyAlgorithm];

/** Versions of TLS, in Istio's words. Older ones are broken. */
export const GatewayTlsVersion = { Tls12: "TLSV1_2", Tls13: "TLSV1_3" } as const;
export type GatewayTlsVersion = (typeof GatewayTlsVersion)[keyof typeof GatewayTlsVersion];

/**
 * The certificate that a gateway of Istio or of the Gateway API shows: a Secret that is there, certificate and key as text, or an issuer of
 * cert-manager; one of the three.
 */
export interface GatewayTlsArgs {
  /** Name of a Secret of type kubernetes.io/tls in the gateway's namespace. Default: none. */
  secretName?: string;
  /** Certificate in PEM, the gateway's own first and then its chain; together with `privateKey`. Default: none. */
  certificate?: pulumi.Input<string>;
  /** Private key in PEM, without a passphrase. Secret. Default: none. */
  privateKey?: pulumi.Input<string>;
  /** Issuer that cert-manager gets the certificate for `hosts` from, and renews it. Default: none. */
  issuer?: GatewayIssuerArgs;
  /** Names that the certificate is for, with a leading "*." for all of one level; required with `issuer`. Default: none. */
  hosts?: pulumi.Input<string>[];
  /** What the key is made with; with `issuer` only. Default: "RSA", as cert-manager has it. */
  algorithm?: GatewayKeyAlgorithm;
  /** How long a certificate is to be valid, as a duration from 1h on; with `issuer` only. Default: cert-manager's 2160h. */
  duration?: string;
  /** How long before its end it is renewed, as a duration from 5m on; with `issuer` only. Default: a third of its time. */
  renewBefore?: string;
  /** Whether plain HTTP is redirected to HTTPS. Default: false. */
  redirect?: boolean;
  /** Oldest version of TLS that is spoken. Default: "TLSV1_2". */
  minProtocolVersion?: GatewayTlsVersion;
  /** Cipher suites for TLS 1.2; their order means nothing. Default: Envoy's. */
  cipherSuites?: CipherSuite[];
  /**
   * Certificates in PEM of the authorities that clients' certificates must come from; who has none is turned away. Needs
   * `redirect`. Default: none, everybody may connect.
   */
  clientCa?: pulumi.Input<string>;
}

/** Ports for requests: those of a gateway's Service, which its load balancer listens on, or those of what stands before it. */
export interface GatewayPortsArgs {
  /** Port for plain HTTP, from 1 to 65535. Default: 80. */
  http?: number;
  /** Port for HTTPS, from 1 to 65535. Default: 443. */
  https?: number;
}
