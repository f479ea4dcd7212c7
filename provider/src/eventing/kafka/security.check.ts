import { createPrivateKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { leaf, text, type Problem } from "../../problems";
import { readCertificate } from "../../serving/certificate";
import { certificates, eventName } from "../sink.check";
import { KafkaProtocol, KafkaSaslMechanism, type KafkaSecurityArgs } from "./security.args";

/** A rule for a text that is never repeated. */
const because = (error: string) => ({ error, params: { problem: "KN9054" } });

/** Kafka's client makes keys of no other kind from PEM: kafka-clients DefaultSslEngineFactory.java. */
const keyKinds = ["rsa", "ec", "dsa"];

/** Knative's Java programs read no other form: eventing-kafka-broker control-plane/pkg/security/secret.go. */
const privateKey = z
  .string()
  .refine(
    (value) => /-----BEGIN PRIVATE KEY-----[\s\S]+/.test(value) && readKey(value) !== undefined,
    because(
      "must be a private key in PEM as PKCS #8 without a password, which begins with -----BEGIN PRIVATE KEY-----; openssl pkcs8 -topk8 -nocrypt makes one of others",
    ),
  )
  .refine(
    (value) => keyKinds.includes(readKey(value)?.asymmetricKeyType ?? "rsa"),
    because(
      "must be an RSA or EC key: Kafka's client makes no key of another kind, such as Ed25519, from PEM",
    ),
  );

/** Knative's Java programs write user and password between quotation marks as they are: KafkaClientsAuth.java of their data plane. */
const saslText = z
  .string()
  .min(1)
  .refine(
    (value) => !/["\\\r\n]/.test(value),
    because(
      "must have no quotation mark, backslash or line break: Knative writes it into a setting of Kafka's client as it is, which would be read as something else",
    ),
  );

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

export const kafkaSecurityShape = z.strictObject({
  sasl: z
    .strictObject({
      mechanism: z.enum(KafkaSaslMechanism).optional(),
      user: leaf(saslText),
      password: leaf(saslText),
    })
    .optional(),
  tls: z
    .strictObject({
      caCert: leaf(certificates).optional(),
      clientCert: leaf(certificates).optional(),
      clientKey: leaf(privateKey).optional(),
    })
    .optional(),
  secret: z
    .strictObject({
      name: leaf(eventName),
      protocol: z.enum(KafkaProtocol).optional(),
      hasCaCert: z.boolean().optional(),
      hasClientCert: z.boolean().optional(),
    })
    .optional(),
}) satisfies z.ZodType<KafkaSecurityArgs>;

/** Who uses what is said: a KafkaSource names each key, all others the Secret alone. */
export type SecurityUser = "source" | "other";

/** What the properties say of each other. */
export function checkKafkaSecurity(security: KafkaSecurityArgs | undefined, by: SecurityUser): Problem[] {
  if (security === undefined) {
    return [];
  }
  const { sasl, tls, secret } = security;
  if (sasl === undefined && tls === undefined && secret === undefined) {
    const reason = "needs sasl, tls or secret; leave it out for a Kafka that asks nobody";
    return [{ path: "", code: "KN1005", reason }];
  }
  return [
    ...checkSecret(security, by),
    ...checkClient(security),
    ...(by === "source" ? checkOneSided(security) : []),
  ];
}

/** A KafkaSource can't say that it has no certificate, as Secrets can: its controller demands one wherever there is no user. */
function checkOneSided({ sasl, tls, secret }: KafkaSecurityArgs): Problem[] {
  const isBare =
    secret === undefined
      ? sasl === undefined && tls?.clientCert === undefined
      : secret.protocol === KafkaProtocol.Ssl && secret.hasClientCert !== true;
  const [path, way] =
    secret === undefined
      ? ["tls", "give clientCert and clientKey, or sasl"]
      : ["secret.hasClientCert", "set it to true where the Secret has user.crt and user.key"];
  const reason = `is TLS without a user and without a certificate of the client, which Knative's KafkaSource can't speak; ${way}`;
  return isBare ? [{ path, code: "KN9054", reason }] : [];
}

function checkSecret({ sasl, tls, secret }: KafkaSecurityArgs, by: SecurityUser): Problem[] {
  if (secret === undefined) {
    return [];
  }
  const { protocol, hasCaCert, hasClientCert } = secret;
  const clash = Object.entries({ sasl, tls }).flatMap(([path, value]): Problem[] =>
    value === undefined ? [] : [{ path, code: "KN1008", reason: "excludes secret, which holds all of it" }],
  );
  const missing =
    "is required of a KafkaSource, which names each key of the Secret: what its key protocol says";
  const plain = Object.entries({ hasCaCert, hasClientCert }).flatMap(([name, value]): Problem[] =>
    value === true && protocol === KafkaProtocol.SaslPlaintext
      ? [{ path: `secret.${name}`, code: "KN1008", reason: `excludes protocol "${protocol}", without TLS` }]
      : [],
  );
  return [
    ...clash,
    ...(by === "source" && protocol === undefined
      ? [{ path: "secret.protocol", code: "KN1005" as const, reason: missing }]
      : []),
    ...plain,
    ...(hasClientCert === true && protocol === KafkaProtocol.SaslSsl ? [unused("secret.hasClientCert")] : []),
  ];
}

/** A certificate without its key, or one that Knative would pass over. */
function checkClient({ sasl, tls: { clientCert, clientKey } = {} }: KafkaSecurityArgs): Problem[] {
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    const [path, other] =
      clientCert === undefined ? ["clientCert", "clientKey"] : ["clientKey", "clientCert"];
    return [{ path: `tls.${path}`, code: "KN1005", reason: `is required beside ${other}` }];
  }
  return clientCert !== undefined && sasl !== undefined
    ? [unused("tls.clientCert")]
    : checkMatch(clientCert, clientKey);
}

/** Whether the key is the certificate's, where both are known and can be read. */
function checkMatch(certificate: unknown, pem: unknown): Problem[] {
  const key = typeof pem === "string" ? readKey(pem) : undefined;
  const own = typeof certificate === "string" ? readCertificate(certificate).leaf : undefined;
  if (key === undefined || own === undefined || own.checkPrivateKey(key)) {
    return [];
  }
  const reason =
    "is not the key of clientCert's first certificate; put the client's own before those of its authorities";
  return [{ path: "tls.clientKey", code: "KN9054", reason }];
}

/** Knative's controller gives no certificate where it gives a user. */
function unused(path: string): Problem {
  const reason = "has no effect with SASL, for Knative then tells Kafka the user alone; keep one of the two";
  return { path, code: "KN9054", reason };
}

/** Host and port of Kafka. */
export const bootstrapServer = text(
  "KN9051",
  "must be a host and a port without a scheme, such as kafka.example.com:9092",
  (value) => {
    const [, port] =
      /^(?:[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(value)?.slice(1) ?? [];
    return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
  },
);

/** Name of a topic. */
export const topicName = text(
  "KN9052",
  "must be the name of a topic: letters, digits, '.', '_' and '-', at most 249 characters",
  (value) => /^[a-zA-Z0-9._-]{1,249}$/.test(value) && value !== "." && value !== "..",
);
