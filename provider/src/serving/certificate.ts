import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { Problem } from "../problems";
import type { CipherSuite } from "./tls.args";

/** Certificate and private key as PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A certificate that could be read, or why not. */
export type CertificateReading =
  | { readonly leaf: X509Certificate; readonly problems: readonly [] }
  | { readonly leaf?: undefined; readonly problems: readonly [Problem] };

const dayMs = 24 * 60 * 60 * 1000;
/** From when on a certificate's end is worth a warning; authorities with short lives renew about then. */
const warningDays = 14;
// What Envoy takes: source/common/tls/context_impl.cc.
const leastRsaBits = 2048;
const ellipticCurves = ["prime256v1", "secp384r1", "secp521r1"];

/** Reads the first certificate of a PEM text: the gateway's own, before those of intermediate authorities. */
export function readCertificate(pem: string): CertificateReading {
  try {
    return { leaf: new X509Certificate(pem), problems: [] };
  } catch {
    const reason =
      "is no certificate in PEM: it must begin with -----BEGIN CERTIFICATE-----, the gateway's own first";
    return { problems: [{ path: "certificate", code: "KN3801", reason }] };
  }
}

/** Whether a certificate and its key can serve, and serve together. No message repeats the key. */
export function checkPair({ certificate, privateKey }: CertificatePair, now: Date): Problem[] {
  const { leaf, problems } = readCertificate(certificate);
  const key = readKey(privateKey);
  const unread = [...problems, ...("code" in key ? [key] : [])];
  return leaf === undefined || "code" in key
    ? unread
    : [...checkMatch(leaf, key), ...checkKeyKind(leaf), ...checkTime(leaf, now)];
}

function readKey(pem: string): KeyObject | Problem {
  try {
    return createPrivateKey(pem);
  } catch {
    const reason = /ENCRYPTED/.test(pem)
      ? "has a passphrase, which Envoy can't ask for; take it off, for instance by openssl pkey -in key.pem -out plain.pem"
      : "is no private key in PEM: it must begin with -----BEGIN PRIVATE KEY-----, or EC or RSA before PRIVATE";
    return { path: "privateKey", code: "KN3801", reason };
  }
}

function checkMatch(leaf: X509Certificate, key: KeyObject): Problem[] {
  return leaf.checkPrivateKey(key)
    ? []
    : [
        {
          path: "privateKey",
          code: "KN3802",
          reason: `is not the key of the first certificate (${nameOf(leaf)}); give the key that it was made with, and put the gateway's own certificate before those of its authorities`,
        },
      ];
}

function checkKeyKind({ publicKey }: X509Certificate): Problem[] {
  const { asymmetricKeyType, asymmetricKeyDetails: { modulusLength = 0, namedCurve = "" } = {} } = publicKey;
  const got =
    asymmetricKeyType === "rsa"
      ? modulusLength < leastRsaBits && `RSA with ${modulusLength} bits`
      : asymmetricKeyType === "ec"
        ? !ellipticCurves.includes(namedCurve) && `ECDSA on ${namedCurve}`
        : String(asymmetricKeyType);
  const reason = `has a key that Envoy doesn't take (${String(got)}); take ECDSA on P-256, P-384 or P-521, or RSA with ${leastRsaBits} bits or more`;
  return got === false ? [] : [{ path: "certificate", code: "KN3804", reason }];
}

function checkTime(leaf: X509Certificate, now: Date): Problem[] {
  const [from, to] = [new Date(leaf.validFrom), new Date(leaf.validTo)];
  const reason =
    now > to
      ? `ended ${to.toISOString()}; renew it`
      : now < from
        ? `begins only ${from.toISOString()}; take one that is valid, or correct this machine's clock`
        : undefined;
  return reason === undefined ? [] : [{ path: "certificate", code: "KN3803", reason }];
}

/** What to say of a certificate that ends soon. */
export function endNotice(leaf: X509Certificate, now: Date): string | undefined {
  const days = Math.floor((new Date(leaf.validTo).getTime() - now.getTime()) / dayMs);
  return days >= 0 && days < warningDays
    ? `the gateway's certificate (${nameOf(leaf)}) ends in ${days === 1 ? "a day" : `${days} days`}; renew it`
    : undefined;
}

/** Without a suite for its key, a certificate is of no use to clients that speak TLS 1.2. */
export function checkSuites(leaf: X509Certificate, suites: readonly CipherSuite[]): Problem[] {
  return checkSuitesFor(leaf.publicKey.asymmetricKeyType === "ec" ? "ECDSA" : "RSA", suites);
}

/** The same for a certificate that is still to be made with a key of this kind. */
export function checkSuitesFor(kind: "ECDSA" | "RSA", suites: readonly CipherSuite[]): Problem[] {
  const fits = (suite: CipherSuite) => suite.includes("ECDSA") === (kind === "ECDSA");
  const reason = `holds no suite for the certificate's ${kind} key, so that clients with TLS 1.2 find none; add one such as ECDHE-${kind}-AES128-GCM-SHA256`;
  return suites.length === 0 || suites.some(fits) ? [] : [{ path: "cipherSuites", code: "KN3808", reason }];
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Whether a text is a list of authorities' certificates that others can be checked by. */
export function checkAuthorities(pem: string, now: Date): Problem[] {
  const readings = (pem.match(pemCertificate) ?? [""]).map(readCertificate);
  return readings.flatMap(({ leaf, problems }): Problem[] => {
    if (leaf === undefined) {
      return problems.map(({ code }) => ({ path: "", code, reason: notAuthorities }));
    }
    const reason = `is of no authority (${nameOf(leaf)}), so that no certificate can come from it; give the certificate of the authority that signs those of the clients`;
    return [
      ...(leaf.ca || leaf.checkIssued(leaf) ? [] : [{ path: "", code: "KN3801", reason } as const]),
      ...checkTime(leaf, now).map(({ code, reason: time }) => ({
        path: "",
        code,
        reason: `holds ${nameOf(leaf)}, which ${time}`,
      })),
    ];
  });
}

const notAuthorities =
  "must be certificates of authorities in PEM, each beginning with -----BEGIN CERTIFICATE-----";

/** Names that a certificate is for, wildcards as they stand. Clients ignore its common name. */
export function namesOf(leaf: X509Certificate): string[] {
  return (leaf.subjectAltName ?? "")
    .split(", ")
    .filter((entry) => entry.startsWith("DNS:"))
    .map((entry) => entry.slice("DNS:".length).toLowerCase());
}

/** Whether a certificate holds for a host as clients see it. */
export function covers(leaf: X509Certificate, host: string): boolean {
  return leaf.checkHost(host, { subject: "never" }) !== undefined;
}

function nameOf(leaf: X509Certificate): string {
  return namesOf(leaf)[0] ?? leaf.subject.replaceAll("\n", ", ");
}
