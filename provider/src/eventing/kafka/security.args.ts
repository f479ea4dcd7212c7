import type * as pulumi from "@pulumi/pulumi";

/** How a user proves to Kafka who it is. */
export const KafkaSaslMechanism = {
  /** User and password as they are: only with TLS. */
  Plain: "PLAIN",
  ScramSha256: "SCRAM-SHA-256",
  ScramSha512: "SCRAM-SHA-512",
} as const;
export type KafkaSaslMechanism = (typeof KafkaSaslMechanism)[keyof typeof KafkaSaslMechanism];

/** How Kafka is spoken to, as Secrets of Knative's name it. */
export const KafkaProtocol = {
  SaslPlaintext: "SASL_PLAINTEXT",
  SaslSsl: "SASL_SSL",
  Ssl: "SSL",
} as const;
export type KafkaProtocol = (typeof KafkaProtocol)[keyof typeof KafkaProtocol];

/** User and password for Kafka. */
export interface KafkaSaslArgs {
  /** How they are told. Default: "SCRAM-SHA-512". */
  mechanism?: KafkaSaslMechanism;
  /** Name of the user, without quotation marks, backslashes and line breaks. Kept secret. */
  user: pulumi.Input<string>;
  /** Its password, without quotation marks, backslashes and line breaks, which Knative would hand on as something else. Kept secret. */
  password: pulumi.Input<string>;
}

/** TLS to Kafka. */
export interface KafkaTlsArgs {
  /** Certificates in PEM of the authority that signs Kafka's own. Default: those that the programs' images trust. */
  caCert?: pulumi.Input<string>;
  /** Certificate in PEM by which Kafka knows the client (mutual TLS); needs `clientKey`, excludes `sasl`. Default: none. */
  clientCert?: pulumi.Input<string>;
  /** Key of `clientCert`, RSA or EC, in PEM as PKCS #8 without a password: "BEGIN PRIVATE KEY". Kept secret. Default: none. */
  clientKey?: pulumi.Input<string>;
}

/**
 * A Secret that is there already, with the keys that Knative reads: `protocol`; with SASL `sasl.mechanism`, `user` and `password`;
 * with TLS `ca.crt`, with mutual TLS `user.crt` and `user.key`, without it and without SASL `user.skip: "true"`.
 */
export interface KafkaSecretArgs {
  /** Its name; it stands in the namespace of what uses it. */
  name: pulumi.Input<string>;
  /** What its key `protocol` says. Only a KafkaSource needs to be told. Default: none. */
  protocol?: KafkaProtocol;
  /** Whether it has `ca.crt`. Only of meaning for a KafkaSource with TLS. Default: true. */
  hasCaCert?: boolean;
  /** Whether it has `user.crt` and `user.key`. Only of meaning for a KafkaSource with TLS. Default: false. */
  hasClientCert?: boolean;
}

/** How one proves to Kafka who one is, and that Kafka is Kafka: `secret`, or a Secret made of `sasl` and `tls`. */
export interface KafkaSecurityArgs {
  /** User and password. Default: none. */
  sasl?: KafkaSaslArgs;
  /** Encryption; empty for TLS by the authorities that the programs' images trust. Default: none. */
  tls?: KafkaTlsArgs;
  /** A Secret that is there already; excludes `sasl` and `tls`. Default: none. */
  secret?: KafkaSecretArgs;
}
