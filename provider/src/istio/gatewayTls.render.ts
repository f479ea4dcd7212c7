import type { GatewayTlsArgs } from "../gateway/gateway";
import { defined } from "../manifests/defined";

/** What Istio is to do with connections to a gateway's port for HTTPS. */
export function serverTls(credentialName: string, tls: GatewayTlsArgs = {}) {
  return defined({
    mode: tls.clientCa === undefined ? "SIMPLE" : "MUTUAL",
    credentialName,
    minProtocolVersion: tls.minProtocolVersion,
    cipherSuites: tls.cipherSuites,
  });
}
