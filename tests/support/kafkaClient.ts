import type { Properties } from "./kafka";
import type { Registration } from "./recorder";
import { byName } from "./registrations";

export type Texts = Readonly<Record<string, string>>;

/** What stands in a Secret that was registered, read as Knative's programs find it. */
export function secretOf(registrations: readonly Registration[], name: string): Texts {
  const owner = name.replace(/-kafka-security$/, "");
  const { data } = byName(registrations, `${owner}:Secret/default/${name}`).inputs;
  const encoded = (data as { readonly value: Texts }).value;
  return Object.fromEntries(
    Object.entries(encoded).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]),
  );
}

export interface SinkSpec {
  readonly bootstrapServers: readonly string[];
  readonly topic: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly auth: { readonly secret: { readonly ref: { readonly name: string } } };
}

export interface SourceSpec {
  readonly bootstrapServers: readonly string[];
  readonly topics: readonly string[];
  readonly consumerGroup: string;
  readonly initialOffset: string;
  readonly net: { readonly sasl: Keys; readonly tls: Keys };
}

type Keys = Readonly<
  Record<string, { readonly secretKeyRef: { readonly name: string; readonly key: string } }>
>;

/** What a KafkaSource's connection is made of, key by key. */
export function namedBy({ sasl, tls }: SourceSpec["net"], registrations: readonly Registration[]): Texts {
  const value = ({ secretKeyRef }: Keys[string]) =>
    secretOf(registrations, secretKeyRef.name)[secretKeyRef.key] ?? "";
  return {
    protocol: "SASL_SSL",
    "sasl.mechanism": value(sasl["type"] as Keys[string]),
    user: value(sasl["user"] as Keys[string]),
    password: value(sasl["password"] as Keys[string]),
    "ca.crt": value(tls["caCert"] as Keys[string]),
  };
}

/**
 * What Knative's Java programs tell Kafka's client of a Secret: eventing-kafka-broker data-plane
 * core/security/KafkaClientsAuth.java. Texts stand between quotation marks as they are.
 */
export function clientProperties(secret: Texts): Properties {
  const protocol = secret["protocol"] ?? "PLAINTEXT";
  return {
    "security.protocol": protocol,
    ...(protocol.startsWith("SASL_") ? saslOf(secret) : {}),
    ...(protocol.endsWith("SSL") ? tlsOf(secret) : {}),
  };
}

function saslOf(secret: Texts): Properties {
  const mechanism = secret["sasl.mechanism"] ?? "PLAIN";
  const login = mechanism === "PLAIN" ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
  const jaas = `org.apache.kafka.common.security.${login} required username="${secret["user"]}" password="${secret["password"]}";`;
  return { "sasl.mechanism": mechanism, "sasl.jaas.config": jaas };
}

function tlsOf(secret: Texts): Properties {
  const { "ca.crt": authority, "user.crt": certificate, "user.key": key } = secret;
  return {
    ...(authority === undefined
      ? {}
      : { "ssl.truststore.type": "PEM", "ssl.truststore.certificates": authority }),
    ...(certificate === undefined || key === undefined
      ? {}
      : {
          "ssl.keystore.type": "PEM",
          "ssl.keystore.certificate.chain": certificate,
          "ssl.keystore.key": key,
        }),
  };
}
