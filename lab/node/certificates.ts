// @peculiar/x509 refuses to load without it.
import "reflect-metadata";

import { randomBytes, webcrypto } from "node:crypto";

import * as x509 from "@peculiar/x509";

/** What a certificate has to be. */
export interface CertificateSpec {
  readonly commonName: string;
  /** Kubernetes reads these as the user's groups. */
  readonly organizations?: readonly string[];
  readonly usage: "authority" | "server" | "client" | "serverAndClient";
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** A certificate and its private key (PKCS #8), both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_DAYS = { authority: 3650, leaf: 365 };
const RENEW_DAYS = 30;
// Clocks of virtual machines step back; a certificate that starts in the future fails every handshake.
const BACKDATE_MS = 5 * 60 * 1000;

const EXTENDED_USAGES: Readonly<Record<Exclude<CertificateSpec["usage"], "authority">, string[]>> = {
  server: [x509.ExtendedKeyUsage.serverAuth],
  client: [x509.ExtendedKeyUsage.clientAuth],
  serverAndClient: [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
};

/** A new certificate authority, signed by itself, for ten years. */
export async function makeAuthority(commonName: string, now: Date = new Date()): Promise<KeyPair> {
  return issue({ commonName, usage: "authority" }, undefined, now);
}

/** A new certificate for a year, signed by the authority. */
export async function makeCertificate(
  spec: CertificateSpec,
  authority: KeyPair,
  now: Date = new Date(),
): Promise<KeyPair> {
  return issue(spec, authority, now);
}

/** A new key pair without a certificate, for signing service account tokens. Both PEM. */
export async function makeSigningKey(): Promise<{ readonly publicKey: string; readonly key: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const publicKey = x509.PemConverter.encode(
    await crypto.subtle.exportKey("spki", keys.publicKey),
    "PUBLIC KEY",
  );
  return { publicKey: withNewline(publicKey), key: await exportKey(keys.privateKey) };
}

/**
 * Whether a certificate no longer serves: absent, within 30 days of its end, not signed by the authority, or made for
 * another name, group, address or use than it should have now. A change of these in the code is enough to renew it.
 */
export async function isStale(
  found: KeyPair | undefined,
  spec: CertificateSpec,
  authority: KeyPair | undefined,
  now: Date = new Date(),
): Promise<boolean> {
  if (found === undefined) return true;
  const certificate = new x509.X509Certificate(found.certificate);
  if (certificate.notAfter.getTime() - now.getTime() < RENEW_DAYS * DAY_MS) return true;
  const issuer = new x509.X509Certificate(authority?.certificate ?? found.certificate);
  if (!(await certificate.verify({ publicKey: issuer.publicKey, date: now }))) return true;
  return describe(certificate) !== describeSpec(spec);
}

async function issue(spec: CertificateSpec, authority: KeyPair | undefined, now: Date): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const days = spec.usage === "authority" ? LIFETIME_DAYS.authority : LIFETIME_DAYS.leaf;
  const issuer = authority === undefined ? undefined : new x509.X509Certificate(authority.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    // A leading zero bit keeps the number positive, a one after it keeps its length.
    serialNumber: `40${randomBytes(15).toString("hex")}`,
    subject: subjectOf(spec),
    issuer: issuer?.subject ?? subjectOf(spec),
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + days * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: authority === undefined ? keys.privateKey : await importKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      ...extensionsOf(spec),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer?.publicKey ?? keys.publicKey),
    ],
  });
  return { certificate: withNewline(certificate.toString("pem")), key: await exportKey(keys.privateKey) };
}

function subjectOf({ commonName, organizations = [] }: CertificateSpec): x509.JsonName {
  return [...organizations.map((name) => ({ O: [name] })), { CN: [commonName] }];
}

function extensionsOf(spec: CertificateSpec): x509.Extension[] {
  if (spec.usage === "authority") {
    const usages =
      x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature;
    return [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
    ];
  }
  const names: x509.JsonGeneralName[] = [
    ...(spec.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(spec.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(EXTENDED_USAGES[spec.usage]),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
  ];
}

/** All that a spec decides of a certificate, as one comparable text. */
function describe(certificate: x509.X509Certificate): string {
  const usages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON() ?? [];
  const isAuthority = certificate.getExtension(x509.BasicConstraintsExtension)?.ca ?? false;
  return JSON.stringify([
    certificate.subject,
    isAuthority,
    usages.map(String).sort(),
    names.map(({ type, value }) => `${type}:${value}`).sort(),
  ]);
}

function describeSpec(spec: CertificateSpec): string {
  return JSON.stringify([
    new x509.Name(subjectOf(spec)).toString(),
    spec.usage === "authority",
    spec.usage === "authority" ? [] : [...EXTENDED_USAGES[spec.usage]].sort(),
    [
      ...(spec.dnsNames ?? []).map((value) => `dns:${value}`),
      ...(spec.ipAddresses ?? []).map((value) => `ip:${value}`),
    ].sort(),
  ]);
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(pem), ALGORITHM, false, ["sign"]);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return withNewline(x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY"));
}

function withNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
