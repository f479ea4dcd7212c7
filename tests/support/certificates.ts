import "reflect-metadata";
import type { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate and its private key, both PEM. */
export interface TestPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a test wants of a certificate; without more it is valid for a month, with an ECDSA key on P-256. */
export interface TestCertificate {
  readonly names: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: "P-256" | "P-521" | "Ed25519" | "RSA-1024" | "RSA-2048";
}

const dayMs = 24 * 60 * 60 * 1000;

const algorithms = {
  "P-256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  "P-521": { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" },
  Ed25519: { name: "Ed25519" },
  "RSA-1024": rsa(1024),
  "RSA-2048": rsa(2048),
} as const;

function rsa(modulusLength: number) {
  return {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  } as const;
}

/** A certificate that vouches for itself, made anew on each call. */
export async function makeTestPair(wanted: TestCertificate): Promise<TestPair> {
  const algorithm = algorithms[wanted.key ?? "P-256"];
  const keys = (await crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=test.example",
    notBefore: wanted.notBefore ?? new Date(Date.now() - dayMs),
    notAfter: wanted.notAfter ?? new Date(Date.now() + 30 * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: wanted.names.length === 0 ? [] : [alternativeNames(wanted.names)],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate: certificate.toString("pem"),
    privateKey: x509.PemConverter.encode(key, "PRIVATE KEY"),
  };
}

function alternativeNames(names: readonly string[]): x509.Extension {
  return new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })));
}
