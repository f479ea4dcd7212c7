import * as pulumi from "@pulumi/pulumi";
import type { GatewayArgs, GatewayIssuerArgs, GatewayTlsArgs } from "./gateway";
import type { Manifest } from "../manifests/manifest";
import { durationSeconds } from "../problems";
import { defined } from "../manifests/defined";
import { tlsSecret } from "../serving/tls.render";

/** The parts of a planned gateway that its certificate is made from. */
export interface CertifiedGateway {
  readonly args: Pick<GatewayArgs, "tls">;
  readonly namespace: string;
  readonly objectName: string;
}

/**
 * Name of the Secret that a gateway shows, undefined for one without HTTPS. Each way to a certificate has a name of its own, so
 * that what goes when the way changes is never what came.
 */
export function credentialOf({ args: { tls }, objectName }: CertifiedGateway): string | undefined {
  if (tls === undefined) {
    return undefined;
  }
  return tls.secretName ?? (tls.issuer === undefined ? `${objectName}-tls` : `${objectName}-issued`);
}

/** Objects that hold a gateway's certificate or ask for it, and the authorities of its clients. */
export function renderCredentials(gateway: CertifiedGateway): Manifest[] {
  const { tls = {} } = gateway.args;
  const { namespace } = gateway;
  const name = credentialOf(gateway);
  if (name === undefined) {
    return [];
  }
  const { certificate, privateKey, issuer, clientCa } = tls;
  return [
    ...(certificate === undefined || privateKey === undefined
      ? []
      : [tlsSecret({ name, namespace }, certificate, privateKey)]),
    ...(issuer === undefined ? [] : [issued({ name, namespace }, tls, issuer)]),
    ...(clientCa === undefined ? [] : [clientAuthorities(`${name}-cacert`, namespace, clientCa)]),
  ];
}

/** A request to cert-manager; with what it doesn't say, cert-manager does as it always does. */
function issued(
  metadata: { readonly name: string; readonly namespace: string },
  { hosts, algorithm, duration, renewBefore }: GatewayTlsArgs,
  { name, kind = "ClusterIssuer", group }: GatewayIssuerArgs,
): Manifest {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    // Until it is there, no service of the gateway becomes ready, and none of them could tell why.
    metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: defined({
      secretName: metadata.name,
      dnsNames: hosts,
      issuerRef: defined({ name, kind, group }),
      privateKey: algorithm === undefined ? undefined : { algorithm },
      duration: written(duration),
      renewBefore: written(renewBefore),
    }),
  };
}

/** A duration as Go writes it, and so cert-manager, lest the two differ at a refresh: "1h30m0s" for "90m". */
function written(duration: string | undefined): string | undefined {
  const seconds = duration === undefined ? undefined : durationSeconds(duration);
  if (seconds === undefined) {
    return undefined;
  }
  const minutes = `${Math.floor(seconds / 60) % 60}m${seconds % 60}s`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}h${minutes}`;
}

/** Istio finds the authorities by the name of the certificate's Secret, `-cacert` behind it, whoever writes that Secret. */
function clientAuthorities(name: string, namespace: string, pem: pulumi.Input<string>): Manifest {
  const encode = (text: string) => Buffer.from(text).toString("base64");
  const data = typeof pem === "string" ? encode(pem) : pulumi.output(pem).apply(encode);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "Opaque",
    data: { cacert: data },
  };
}
