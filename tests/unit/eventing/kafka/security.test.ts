import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { checkShape, type Problem } from "../../../../provider/src/problems";
import type { KafkaSecurityArgs } from "../../../../provider/src/eventing/kafka/security.args";
import {
  bootstrapServer,
  checkKafkaSecurity,
  kafkaSecurityShape,
  topicName,
} from "../../../../provider/src/eventing/kafka/security.check";
import {
  renderNet,
  renderSecurity,
  usedSecret,
} from "../../../../provider/src/eventing/kafka/security.render";
import { makeTestPair } from "../../../support/certificates";
import { valueOf } from "../../../support/recorder";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const caCert = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
/** PKCS #8 in PEM. */
const key = (pair: { readonly privateKey: KeyObject }) =>
  pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const clientKey = key(generateKeyPairSync("ec", { namedCurve: "P-256" }));
const sasl = { user: "orders", password: "hunter2" };
const mutual: KafkaSecurityArgs = { tls: { caCert, clientCert: caCert, clientKey } };

/** What the Secret that is made holds, as Kafka's controller reads it. */
async function held(security: KafkaSecurityArgs): Promise<Record<string, string>> {
  const [secret] = renderSecurity("main", "shop", security);
  const data = secret?.data as Readonly<Record<string, pulumi.Output<string>>>;
  const entries = Object.entries(data).map(async ([key, value]) => {
    expect(await pulumi.isSecret(value), key).to.equal(true);
    return [key, Buffer.from((await valueOf(value)) ?? "", "base64").toString()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe("kafka: credentials", () => {
  it("become a Secret with the keys that Knative reads, every value of it secret", async () => {
    expect(await held({ sasl })).to.deep.equal({
      protocol: "SASL_PLAINTEXT",
      "sasl.mechanism": "SCRAM-SHA-512",
      user: "orders",
      password: "hunter2",
    });
    expect(await held({ sasl: { ...sasl, mechanism: "PLAIN" }, tls: { caCert } })).to.deep.equal({
      protocol: "SASL_SSL",
      "sasl.mechanism": "PLAIN",
      user: "orders",
      password: "hunter2",
      "ca.crt": caCert,
    });
    expect(await held({ tls: {} })).to.deep.equal({ protocol: "SSL", "user.skip": "true" });
    expect(await held(mutual)).to.deep.equal({
      protocol: "SSL",
      "ca.crt": caCert,
      "user.crt": caCert,
      "user.key": clientKey,
    });
  });

  it("stand in a Secret of their own, or in one that is named", () => {
    const [secret] = renderSecurity("main", "shop", { sasl });
    expect(secret?.metadata).to.deep.equal({ name: "main-kafka-security", namespace: "shop" });
    expect(usedSecret("main", { sasl })).to.equal("main-kafka-security");
    expect(renderSecurity("main", "shop", { secret: { name: "given" } })).to.deep.equal([]);
    expect(usedSecret("main", { secret: { name: "given" } })).to.equal("given");
    expect(renderSecurity("main", "shop", undefined)).to.deep.equal([]);
    expect(usedSecret("main", undefined)).to.equal(undefined);
  });

  it("are named key by key for a KafkaSource", () => {
    const key = (name: string, key: string) => ({ secretKeyRef: { name, key } });
    expect(renderNet("main", undefined)).to.equal(undefined);
    expect(renderNet("main", { sasl, tls: {} })).to.deep.equal({
      sasl: {
        enable: true,
        type: key("main-kafka-security", "sasl.mechanism"),
        user: key("main-kafka-security", "user"),
        password: key("main-kafka-security", "password"),
      },
      tls: { enable: true },
    });
    expect(renderNet("main", mutual)).to.deep.equal({
      tls: {
        enable: true,
        caCert: key("main-kafka-security", "ca.crt"),
        cert: key("main-kafka-security", "user.crt"),
        key: key("main-kafka-security", "user.key"),
      },
    });
    expect(renderNet("main", { secret: { name: "given", protocol: "SASL_PLAINTEXT" } })).to.deep.equal({
      sasl: {
        enable: true,
        type: key("given", "sasl.mechanism"),
        user: key("given", "user"),
        password: key("given", "password"),
      },
    });
  });

  it("are refused where they are of no use (KN9054, KN1005, KN1008)", () => {
    const check = (security: KafkaSecurityArgs, by: "source" | "other" = "other") =>
      lines(checkKafkaSecurity(security, by));
    expect(check({ sasl, tls: {} })).to.deep.equal([]);
    expect(check(mutual, "source")).to.deep.equal([]);
    expect(check({})).to.deep.equal([" KN1005"]);
    expect(check({ sasl, secret: { name: "a" } })).to.deep.equal(["sasl KN1008"]);
    expect(check({ tls: { clientCert: caCert } })).to.deep.equal(["tls.clientKey KN1005"]);
    expect(check({ tls: { clientKey } })).to.deep.equal(["tls.clientCert KN1005"]);
    expect(check({ sasl, ...mutual })).to.deep.equal(["tls.clientCert KN9054"]);
    expect(check({ tls: { caCert } })).to.deep.equal([]);
    expect(check({ tls: { caCert } }, "source")).to.deep.equal(["tls KN9054"]);
    expect(check({ secret: { name: "a" } })).to.deep.equal([]);
    expect(check({ secret: { name: "a" } }, "source")).to.deep.equal(["secret.protocol KN1005"]);
    expect(check({ secret: { name: "a", protocol: "SSL" } }, "source")).to.deep.equal([
      "secret.hasClientCert KN9054",
    ]);
    expect(check({ secret: { name: "a", protocol: "SASL_PLAINTEXT", hasCaCert: true } })).to.deep.equal([
      "secret.hasCaCert KN1008",
    ]);
    expect(check({ secret: { name: "a", protocol: "SASL_SSL", hasClientCert: true } })).to.deep.equal([
      "secret.hasClientCert KN9054",
    ]);
  });

  it("have the form that Knative's Java programs read, and are never repeated", () => {
    const shape = (security: unknown) => checkShape(kafkaSecurityShape, security);
    const rsa = clientKey.replaceAll("PRIVATE KEY", "RSA PRIVATE KEY");
    const [problem] = shape({ tls: { clientCert: caCert, clientKey: rsa } });
    expect(lines([problem as Problem])).to.deep.equal(["tls.clientKey KN9054"]);
    expect(problem?.reason).to.contain("openssl pkcs8").and.not.to.contain(clientKey.split("\n")[1]);
    const tls = (key: string) => lines(shape({ tls: { clientCert: caCert, clientKey: key } }));
    expect(tls(clientKey)).to.deep.equal([]);
    expect(tls(clientKey.replace(/\n[^-]{20}/, "\n"))).to.deep.equal(["tls.clientKey KN9054"]);
    expect(tls(key(generateKeyPairSync("ed25519")))).to.deep.equal(["tls.clientKey KN9054"]);
    expect(lines(shape({ sasl: { ...sasl, mechanism: "SCRAM-SHA512" } }))).to.deep.equal([
      "sasl.mechanism KN1003",
    ]);
    for (const bad of ['a"b', "a\\b", "secret of a file\n"]) {
      const found = shape({ sasl: { user: bad, password: bad } });
      expect(lines(found), bad).to.deep.equal(["sasl.user KN9054", "sasl.password KN9054"]);
      expect(found.map(({ reason }) => reason).join()).not.to.contain(bad.trim());
    }
    expect(lines(shape({ sasl: { password: "a" } }))).to.deep.equal(["sasl.user KN1005"]);
    // As other tools name it: user and password without sasl.
    expect(lines(shape({ username: "a", password: "b" }))).to.deep.equal([
      "username KN1001",
      "password KN1001",
    ]);
    expect(lines(shape({ tls: { caCert: "MIIB" } }))).to.deep.equal(["tls.caCert KN3107"]);
  });
});

describe("kafka: a client's certificate", () => {
  it("is refused beside the key of another one (KN9054)", async () => {
    const [own, other] = [await makeTestPair({ names: ["shop"] }), await makeTestPair({ names: ["shop"] })];
    const check = (key: pulumi.Input<string>) =>
      lines(checkKafkaSecurity({ tls: { clientCert: own.certificate, clientKey: key } }, "other"));
    expect(check(own.privateKey)).to.deep.equal([]);
    expect(check(other.privateKey)).to.deep.equal(["tls.clientKey KN9054"]);
    expect(check(pulumi.output(other.privateKey))).to.deep.equal([]);
  });
});

describe("kafka: addresses and topics", () => {
  it("are hosts with ports (KN9051)", () => {
    for (const good of ["kafka:9092", "a.b-c.example.com:65535", "10.0.0.1:1", "[fd00::1]:9092"]) {
      expect(bootstrapServer.safeParse(good).success, good).to.equal(true);
    }
    for (const bad of [
      "kafka",
      "kafka:0",
      "kafka:65536",
      "http://kafka:9092",
      "a:1,b:1",
      "-a:1",
      ":9092",
      "a b:1",
    ]) {
      expect(lines(checkShape(bootstrapServer, bad)), bad).to.deep.equal([" KN9051"]);
    }
  });

  it("are names that Kafka takes (KN9052)", () => {
    expect(topicName.safeParse("orders.v1_new-A").success).to.equal(true);
    for (const bad of ["", ".", "..", "a b", "a/b", "ä", "a".repeat(250)]) {
      expect(lines(checkShape(topicName, bad)), bad).to.deep.equal([" KN9052"]);
    }
  });
});
