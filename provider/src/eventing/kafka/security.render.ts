import * as pulumi from "@pulumi/pulumi";
import { defined, nonEmpty } from "../../manifests/defined";
import type { Json, Manifest } from "../../manifests/manifest";
import {
  KafkaProtocol,
  KafkaSaslMechanism,
  type KafkaSecretArgs,
  type KafkaSecurityArgs,
} from "./security.args";

// Keys of Secrets: eventing-kafka-broker control-plane/pkg/security/secret.go.
const keys = {
  protocol: "protocol",
  mechanism: "sasl.mechanism",
  user: "user",
  password: "password",
  caCert: "ca.crt",
  clientCert: "user.crt",
  clientKey: "user.key",
  noClientCert: "user.skip",
} as const;

/** Name of the Secret that is made for an object where no other is named. */
export function securityName(owner: string): string {
  return `${owner}-kafka-security`;
}

/** Name of the Secret that an object uses; undefined where Kafka asks nobody. */
export function usedSecret(
  owner: string,
  security: KafkaSecurityArgs | undefined,
): pulumi.Input<string> | undefined {
  return security && (security.secret?.name ?? securityName(owner));
}

/** The Secret that is made for an object; none where it needs none, or another is named. */
export function renderSecurity(
  owner: string,
  namespace: string,
  security: KafkaSecurityArgs | undefined,
): Manifest[] {
  if (security === undefined || security.secret !== undefined) {
    return [];
  }
  const metadata = { name: securityName(owner), namespace };
  return [{ apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data: dataOf(security) }];
}

function dataOf({ sasl, tls }: KafkaSecurityArgs): Readonly<Record<string, pulumi.Output<string>>> {
  const { caCert, clientCert, clientKey } = tls ?? {};
  const skips = sasl === undefined && clientCert === undefined;
  const texts = defined({
    [keys.protocol]: protocolOf({ sasl, tls }),
    [keys.mechanism]: sasl && (sasl.mechanism ?? KafkaSaslMechanism.ScramSha512),
    [keys.user]: sasl?.user,
    [keys.password]: sasl?.password,
    [keys.caCert]: caCert,
    [keys.clientCert]: clientCert,
    [keys.clientKey]: clientKey,
    // Without it Knative demands a certificate of the client's own.
    [keys.noClientCert]: skips ? "true" : undefined,
  });
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      pulumi.secret(pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"))),
    ]),
  );
}

function protocolOf({ sasl, tls }: KafkaSecurityArgs): KafkaProtocol {
  return sasl === undefined
    ? KafkaProtocol.Ssl
    : tls === undefined
      ? KafkaProtocol.SaslPlaintext
      : KafkaProtocol.SaslSsl;
}

/** What a KafkaSource says of its connection: every key by itself. Undefined where Kafka asks nobody. */
export function renderNet(owner: string, security: KafkaSecurityArgs | undefined): Json {
  if (security === undefined) {
    return undefined;
  }
  const name = usedSecret(owner, security);
  const { protocol, hasCaCert, hasClientCert } = held(security);
  const reference = (key: string) => ({ secretKeyRef: { name, key } });
  const hasSasl = protocol !== KafkaProtocol.Ssl;
  const hasTls = protocol !== KafkaProtocol.SaslPlaintext;
  const sasl = {
    enable: true,
    type: reference(keys.mechanism),
    user: reference(keys.user),
    password: reference(keys.password),
  };
  const tls = defined({
    enable: true,
    caCert: hasCaCert ? reference(keys.caCert) : undefined,
    cert: hasClientCert ? reference(keys.clientCert) : undefined,
    key: hasClientCert ? reference(keys.clientKey) : undefined,
  });
  return nonEmpty(defined({ sasl: hasSasl ? sasl : undefined, tls: hasTls ? tls : undefined }));
}

type Held = Required<Omit<KafkaSecretArgs, "name">>;

/** What the used Secret holds. */
function held({ secret, sasl, tls }: KafkaSecurityArgs): Held {
  return secret === undefined
    ? {
        protocol: protocolOf({ sasl, tls }),
        hasCaCert: tls?.caCert !== undefined,
        hasClientCert: tls?.clientCert !== undefined,
      }
    : {
        protocol: secret.protocol ?? KafkaProtocol.Ssl,
        hasCaCert: secret.hasCaCert ?? true,
        hasClientCert: secret.hasClientCert ?? false,
      };
}
