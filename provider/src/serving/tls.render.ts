import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import {
  getAt,
  isKind,
  setAt,
  type ListTransform,
  type Manifest,
  type Transform,
} from "../manifests/manifest";
import { defined } from "../manifests/defined";
import type { TlsArgs, TlsCertificateArgs, TlsIssuerArgs } from "./tls.args";

/** Data by ConfigMap and key; what is an Input passes through to the object untouched. */
export type TlsConfig = Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;

const gatewayNamespace = "kourier-system";
/** The Secret that is made of a certificate given as text. */
const ownSecret = "knative-gateway-certificate";
/** Pod annotations that change when programs must start anew, for what they read at their start only. */
const tlsAnnotation = "pulumi-knative/tls";
const certificateAnnotation = "pulumi-knative/gateway-certificate";

/** Keys of config-network that turn a kind of encryption on. */
export const switchKeys = {
  externalDomain: "external-domain-tls",
  clusterLocalDomain: "cluster-local-domain-tls",
  systemInternal: "system-internal-tls",
} as const;
const selectorKey = "namespace-wildcard-cert-selector";
/** Keys of config-certmanager, by issuer. */
export const issuerKeys = {
  external: "issuerRef",
  clusterLocal: "clusterLocalIssuerRef",
  systemInternal: "systemInternalIssuerRef",
} as const;

/** The settings that make Knative and Kourier encrypt as asked, in upstream's keys; what is unset is left to upstream. */
export function tlsConfig(tls: TlsArgs = {}): TlsConfig {
  return {
    "config-network": defined({
      ...dataFor(switchKeys, (property) => onOff(tls[property])),
      [selectorKey]: tls.wildcardNamespaces && stringify(tls.wildcardNamespaces),
      "http-protocol": tls.redirect === undefined ? undefined : tls.redirect ? "Redirected" : "Enabled",
      "default-external-scheme": tls.certificate !== undefined || tls.redirect === true ? "https" : undefined,
    }),
    "config-kourier": defined({
      ...secretOf(tls.certificate),
      "cipher-suites": tls.cipherSuites?.join(","),
    }),
    "config-certmanager": defined(
      dataFor(issuerKeys, (purpose) => tls.issuers?.[purpose] && issuerText(tls.issuers[purpose])),
    ),
  };
}

function secretOf(certificate: TlsCertificateArgs | undefined): Record<string, pulumi.Input<string>> {
  return certificate === undefined
    ? {}
    : {
        "certs-secret-name": certificate.secretName ?? ownSecret,
        "certs-secret-namespace": certificate.namespace ?? gatewayNamespace,
      };
}

function issuerText({ kind = "ClusterIssuer", name }: TlsIssuerArgs): pulumi.Input<string> {
  const text = (known: string) => stringify({ kind, name: known });
  return typeof name === "string" ? text(name) : pulumi.output(name).apply(text);
}

/** Data by upstream's keys, made from the properties that the keys belong to. */
function dataFor<K extends string, T>(
  keys: Readonly<Record<K, string>>,
  value: (property: K) => T,
): Record<string, T> {
  return Object.fromEntries(
    (Object.entries(keys) as [K, string][]).map(([property, key]) => [key, value(property)]),
  );
}

function onOff(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? "Enabled" : "Disabled";
}

/** Objects beside upstream's: the Secret of a certificate that is given as text. */
export function tlsManifests({ certificate: own }: TlsArgs = {}): Manifest[] {
  const { certificate, privateKey } = own ?? {};
  if (certificate === undefined || privateKey === undefined) {
    return [];
  }
  return [tlsSecret({ name: ownSecret, namespace: gatewayNamespace }, certificate, privateKey)];
}

/** A Secret with a certificate and its key, the key a secret to Pulumi as well. */
export function tlsSecret(
  metadata: Manifest["metadata"],
  certificate: pulumi.Input<string>,
  privateKey: pulumi.Input<string>,
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    type: "kubernetes.io/tls",
    data: { "tls.crt": base64(certificate), "tls.key": pulumi.secret(base64(privateKey)) },
  };
}

function base64(text: pulumi.Input<string>): pulumi.Input<string> {
  const encode = (known: string) => Buffer.from(known).toString("base64");
  return typeof text === "string" ? encode(text) : pulumi.output(text).apply(encode);
}

/**
 * Kourier's controller reads the gateway's certificate when it builds a configuration, and doesn't watch it: a changed
 * one would be served only after the next change of a service, or ten hours. A pod annotation makes the controller start
 * anew instead, while the proxies serve on.
 */
export function restartOnNewCertificate({ certificate: own }: TlsArgs = {}): Transform {
  const { certificate } = own ?? {};
  return (manifest) =>
    certificate !== undefined && isKind(manifest, "Deployment", "net-kourier-controller")
      ? withPodAnnotation(manifest, certificateAnnotation, fingerprint(certificate))
      : manifest;
}

/** Of the certificate alone, which is public: a new key always comes with a new one. */
function fingerprint(certificate: pulumi.Input<string>): pulumi.Input<string> {
  const hash = (known: string) => createHash("sha256").update(known).digest("hex").slice(0, 16);
  return typeof certificate === "string"
    ? hash(certificate)
    : pulumi.unsecret(pulumi.output(certificate)).apply(hash);
}

/**
 * Knative's controller looks only at its start whether it has to ask cert-manager for certificates, and the activator
 * whether it has to encrypt. Their pods carry what was on then, whichever property turned it on, and start anew with it.
 */
export const restartOnTlsSwitch: ListTransform = (manifests) => {
  const network = manifests.find((manifest) => isKind(manifest, "ConfigMap", "config-network"));
  const on = [...Object.values(switchKeys), selectorKey].filter((key) =>
    isOn(key, getAt(network, ["data", key])),
  );
  const programs: Readonly<Record<string, readonly string[]>> = {
    controller: on,
    activator: on.filter((key) => key === switchKeys.systemInternal),
  };
  return manifests.map((manifest) => {
    const relevant = isKind(manifest, "Deployment") ? (programs[manifest.metadata.name] ?? []) : [];
    return relevant.length === 0
      ? manifest
      : withPodAnnotation(manifest, tlsAnnotation, relevant.toSorted().join(","));
  });
};

function isOn(key: string, value: unknown): boolean {
  return (
    typeof value === "string" && (key === selectorKey ? value !== "" : value.toLowerCase() === "enabled")
  );
}

function withPodAnnotation(deployment: Manifest, name: string, value: pulumi.Input<string>): Manifest {
  return setAt(deployment, ["spec", "template", "metadata", "annotations", name], value);
}
