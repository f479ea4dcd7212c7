import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import {
  isStale,
  makeAuthority,
  makeCertificate,
  makeSigningKey,
  type CertificateSpec,
  type KeyPair,
} from "./certificates";
import { readText, SECRET_MODE, writeText } from "./files";
import { ADDRESSES, CLUSTER, LAB_NAME, PATHS } from "./layout";

export const AUTHORITIES = ["ca", "etcd-ca", "front-proxy-ca"] as const;
export type Authority = (typeof AUTHORITIES)[number];

type SignedSpec = CertificateSpec & { readonly authority: Authority };

const LOCAL = { dnsNames: ["localhost", LAB_NAME], ipAddresses: ["127.0.0.1", ADDRESSES.node] };
const service = `kubernetes.default.svc`;
const client = (authority: Authority, commonName: string, ...organizations: string[]): SignedSpec => ({
  authority,
  commonName,
  organizations,
  usage: "client",
});
const server = (authority: Authority, commonName: string): SignedSpec => ({
  authority,
  commonName,
  usage: "server",
  ...LOCAL,
});

/** Every certificate of the lab: who it names, for what, signed by whom. Names and groups are those RBAC knows. */
export const CERTIFICATES = {
  etcd: { ...server("etcd-ca", LAB_NAME), usage: "serverAndClient" },
  "etcd-client": client("etcd-ca", "kube-apiserver"),
  apiserver: {
    authority: "ca",
    commonName: "kube-apiserver",
    usage: "server",
    dnsNames: [
      "kubernetes",
      "kubernetes.default",
      service,
      `${service}.${CLUSTER.domain}`,
      ...LOCAL.dnsNames,
    ],
    ipAddresses: [ADDRESSES.kubernetesService, ...LOCAL.ipAddresses],
  },
  "apiserver-kubelet-client": client("ca", "kube-apiserver-kubelet-client"),
  "front-proxy-client": client("front-proxy-ca", "front-proxy-client"),
  "controller-manager": client("ca", "system:kube-controller-manager"),
  "controller-manager-serving": server("ca", "kube-controller-manager"),
  scheduler: client("ca", "system:kube-scheduler"),
  "scheduler-serving": server("ca", "kube-scheduler"),
  kubelet: client("ca", `system:node:${LAB_NAME}`, "system:nodes"),
  "kubelet-serving": { ...server("ca", `system:node:${LAB_NAME}`), organizations: ["system:nodes"] },
  "kube-proxy": client("ca", "system:kube-proxy"),
  "load-balancer": client("ca", `${LAB_NAME}:load-balancer`),
  "network-policies": client("ca", `${LAB_NAME}:network-policies`),
  admin: client("ca", "kubernetes-admin", "system:masters"),
} as const satisfies Readonly<Record<string, SignedSpec>>;

export type CertificateName = keyof typeof CERTIFICATES;

/** The signing key of service account tokens. */
export const SERVICE_ACCOUNT_KEY = keyFile("service-account");
export const SERVICE_ACCOUNT_PUBLIC_KEY = join(PATHS.pki, "service-account.pub");

export function certificateFile(name: CertificateName | Authority): string {
  return join(PATHS.pki, `${name}.crt`);
}

export function keyFile(name: CertificateName | Authority | "service-account"): string {
  return join(PATHS.pki, `${name}.key`);
}

/** Makes what is missing, worn out or changed among the lab's certificates and keys; leaves the rest. */
export async function ensurePki(now: Date = new Date()): Promise<void> {
  await mkdir(PATHS.pki, { recursive: true, mode: 0o700 });
  const authorities = await Promise.all(AUTHORITIES.map((name) => ensureAuthority(name, now)));
  const byName = Object.fromEntries(AUTHORITIES.map((name, i) => [name, authorities[i]]));
  await Promise.all(
    Object.entries<SignedSpec>(CERTIFICATES).map(async ([name, spec]) => {
      const authority = byName[spec.authority];
      const found = await readPair(name as CertificateName);
      if (authority === undefined || !(await isStale(found, spec, authority, now))) return;
      await writePair(name as CertificateName, await makeCertificate(spec, authority, now));
    }),
  );
  if ((await readText(SERVICE_ACCOUNT_PUBLIC_KEY)) === undefined) {
    const { key, publicKey } = await makeSigningKey();
    await writeText(SERVICE_ACCOUNT_KEY, key, SECRET_MODE);
    await writeText(SERVICE_ACCOUNT_PUBLIC_KEY, publicKey);
  }
}

/** A certificate and its key from the disk; undefined if one of the two is not there, or they do not belong together. */
export async function readPair(name: CertificateName | Authority): Promise<KeyPair | undefined> {
  const [certificate, key] = await Promise.all([readText(certificateFile(name)), readText(keyFile(name))]);
  if (certificate === undefined || key === undefined) return undefined;
  // Whoever was killed while renewing them has written only the key.
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
    ? { certificate, key }
    : undefined;
}

async function ensureAuthority(name: Authority, now: Date): Promise<KeyPair> {
  const commonName = `${LAB_NAME} ${name}`;
  const found = await readPair(name);
  if (found !== undefined && !(await isStale(found, { commonName, usage: "authority" }, undefined, now)))
    return found;
  const made = await makeAuthority(commonName, now);
  await writePair(name, made);
  return made;
}

async function writePair(name: CertificateName | Authority, { certificate, key }: KeyPair): Promise<void> {
  // The key first: a certificate without its key would be taken for a whole pair's better half by a person reading.
  await writeText(keyFile(name), key, SECRET_MODE);
  await writeText(certificateFile(name), certificate);
}
