import {
  GatewayKeyAlgorithm,
  GatewayTlsVersion,
  type GatewayArgs,
  type GatewayTlsArgs,
} from "../gateway/gateway";
import { didYouMean, durationSeconds, under, type Problem } from "../problems";
import {
  checkAuthorities,
  checkPair,
  checkSuites,
  checkSuitesFor,
  readCertificate,
  type CertificatePair,
} from "../serving/certificate";
import { IssuerKind } from "../serving/settings";

/** What can be said of a gateway's encryption by itself; texts that aren't known yet are left to `checkGatewayTexts`. */
export function checkGatewayTls({ tls }: GatewayArgs, now: Date): Problem[] {
  if (tls === undefined) {
    return [];
  }
  const { certificate, privateKey, clientCa } = tls;
  const texts = {
    ...(typeof certificate === "string" && typeof privateKey === "string"
      ? { pair: { certificate, privateKey } }
      : {}),
    ...(typeof clientCa === "string" ? { clientCa } : {}),
  };
  return under("tls", [
    ...checkSource(tls),
    ...checkIssued(tls),
    ...checkVersions(tls),
    ...checkClients(tls),
    ...checkGatewayTexts(tls, texts, now),
  ]);
}

/** Texts of a gateway's encryption that are known. */
export interface GatewayTexts {
  readonly pair?: CertificatePair;
  readonly clientCa?: string;
}

/** What is wrong with certificates once their texts are known; the paths are those below `tls`. */
export function checkGatewayTexts(
  tls: GatewayTlsArgs,
  { pair, clientCa }: GatewayTexts,
  now: Date,
): Problem[] {
  return [
    ...(pair === undefined ? [] : checkOwn(tls, pair, now)),
    ...(clientCa === undefined ? [] : under("clientCa", checkAuthorities(clientCa, now))),
  ];
}

function checkOwn({ cipherSuites = [] }: GatewayTlsArgs, pair: CertificatePair, now: Date): Problem[] {
  const unfit = checkPair(pair, now);
  const { leaf } = readCertificate(pair.certificate);
  return leaf === undefined || unfit.length > 0 ? unfit : checkSuites(leaf, cipherSuites);
}

const problem = (path: string, code: Problem["code"], reason: string): Problem => ({ path, code, reason });

/** A Secret that is there, texts, or an issuer: exactly one, and whole. */
function checkSource({ secretName, certificate, privateKey, issuer }: GatewayTlsArgs): Problem[] {
  const texts = certificate !== undefined || privateKey !== undefined;
  if (secretName !== undefined) {
    const others = [
      ...(texts ? ["certificate and privateKey"] : []),
      ...(issuer === undefined ? [] : ["issuer"]),
    ];
    const reason = `excludes ${others.join(", and ")}: name a Secret that is there, or leave it out`;
    return others.length === 0 ? [] : [problem("secretName", "KN1008", reason)];
  }
  if (issuer !== undefined) {
    const reason = "excludes certificate and privateKey: have cert-manager make them, or leave it out";
    return texts ? [problem("issuer", "KN1008", reason)] : [];
  }
  if (!texts) {
    return [problem("", "KN1005", "needs secretName, certificate and privateKey, or issuer and hosts")];
  }
  return [
    ...(certificate === undefined
      ? [problem("certificate", "KN1005", "is required: the certificate of privateKey, in PEM")]
      : []),
    ...(privateKey === undefined
      ? [problem("privateKey", "KN1005", "is required: the key of certificate, in PEM")]
      : []),
  ];
}

const issuedOnly = ["hosts", "algorithm", "duration", "renewBefore"] as const;
/** Of cert-manager (pkg/apis/certmanager/v1/const.go): certificates without a duration get 90 days. */
const usualDuration = "2160h";

function checkIssued(tls: GatewayTlsArgs): Problem[] {
  const { issuer, hosts = [], algorithm, cipherSuites = [] } = tls;
  if (issuer === undefined) {
    return issuedOnly
      .filter((property) => tls[property] !== undefined)
      .map((property) => problem(property, "KN1008", "has no effect without issuer; remove it or set that"));
  }
  const kind = algorithm === GatewayKeyAlgorithm.Ecdsa ? "ECDSA" : "RSA";
  return [
    ...checkKind(issuer),
    ...checkHosts(hosts),
    ...checkRenewal(tls),
    ...checkSuitesFor(kind, cipherSuites),
  ];
}

function checkHosts(hosts: NonNullable<GatewayTlsArgs["hosts"]>): Problem[] {
  if (hosts.length === 0) {
    const reason = 'is required with issuer: the names to certify, such as "*.apps.example.com"';
    return [problem("hosts", "KN1005", reason)];
  }
  return hosts.flatMap((host, index): Problem[] => {
    const first = hosts.indexOf(host);
    return typeof host === "string" && first < index
      ? [problem(`hosts[${index}]`, "KN1007", `"${host}" is listed already at hosts[${first}]`)]
      : [];
  });
}

function checkRenewal({ duration, renewBefore }: GatewayTlsArgs): Problem[] {
  const valid = duration ?? usualDuration;
  const reason = `must be less than duration, ${valid}${duration === undefined ? " by default" : ""}, got ${renewBefore}: cert-manager refuses a certificate that is to be renewed before it begins; lower it, or raise duration`;
  return renewBefore !== undefined && (durationSeconds(renewBefore) ?? 0) >= (durationSeconds(valid) ?? 0)
    ? [problem("renewBefore", "KN6008", reason)]
    : [];
}

/** cert-manager has two kinds of issuers; others come in groups of their own. */
function checkKind({ kind, group }: NonNullable<GatewayTlsArgs["issuer"]>): Problem[] {
  const known = Object.values(IssuerKind);
  const isOwn = group === undefined || group === "cert-manager.io";
  const reason = `must be one of ${known.join(", ")}, got "${kind}"${didYouMean(kind ?? "", known)}; for an issuer of another maker name its group, too`;
  return kind === undefined || !isOwn || known.some((own) => own === kind)
    ? []
    : [problem("issuer.kind", "KN1003", reason)];
}

function checkVersions({ minProtocolVersion, cipherSuites }: GatewayTlsArgs): Problem[] {
  const reason = `has no effect with minProtocolVersion "${minProtocolVersion}", whose suites are fixed; remove it, or set "${GatewayTlsVersion.Tls12}"`;
  return minProtocolVersion === GatewayTlsVersion.Tls13 && cipherSuites !== undefined
    ? [problem("cipherSuites", "KN1008", reason)]
    : [];
}

function checkClients({ clientCa, redirect }: GatewayTlsArgs): Problem[] {
  const reason =
    "needs redirect: true: the port for HTTP asks nobody for a certificate, so services would be open to all there";
  return clientCa === undefined || redirect === true ? [] : [problem("clientCa", "KN6009", reason)];
}
