import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { Problem } from "../problems";
import { namesOf, readCertificate } from "../serving/certificate";
import { gatewayNamespace } from "./gateways.plan";

/** Names that a gateway's certificate is for, as far as they are known: what is in a Secret isn't. */
export function certifiedNames({ tls = {} }: GatewayArgs): readonly string[] {
  const { hosts = [], certificate } = tls;
  const leaf = typeof certificate === "string" ? readCertificate(certificate).leaf : undefined;
  return [...hosts.filter((host) => typeof host === "string"), ...(leaf === undefined ? [] : namesOf(leaf))];
}

/** Whether two names of certificates have a host in common. A wildcard is for one level. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a === wildcardAbove(b) || b === wildcardAbove(a);
}

function wildcardAbove(name: string): string {
  return name.replace(/^[^.]*/, "*");
}

/**
 * A mapping with a certificate of its own has a Gateway of its own, which net-istio writes. Clients who have a connection to the
 * gateway by another name use it for this one, too, where the certificate that they were shown is for both (RFC 9113, 9.1.1): they
 * ask where nobody knows the domain.
 */
export function checkMappedCertificate(
  gateway: GatewayArgs & { readonly name: string },
  domain: string,
  path: string,
): Problem[] {
  const name = certifiedNames(gateway).find((certified) => overlap(certified, domain));
  const reason = `leads to answers 404: the certificate of the gateway "${gateway.name}" is for ${name}, so browsers ask for ${domain} on connections that they have to that gateway by other names, and those know only what the gateway's own certificate serves; leave this out to have ${domain} served by it, or take the name out of that certificate`;
  return name === undefined ? [] : [{ path, code: "KN6016", reason }];
}

/**
 * Gateways behind one address show certificates with hosts in common: what stands before them and passes TLS on by the name that
 * clients ask for sees only the first name of a connection. Where it ends TLS itself, nothing is wrong.
 */
export function sharedCertificateNotices(gateways: readonly GatewayArgs[]): string[] {
  return gateways.flatMap((gateway, index) => {
    const first = gateways.findIndex((other, before) => before < index && meet(other, gateway));
    return first < 0
      ? []
      : [
          `gateways[${index}].tls: ${common(gateways[first] ?? {}, gateway)} is shown by gateways[${first}] as well, at the same address and port; browsers then ask the one for hosts of the other on connections that they have, and get 404. Give each a certificate for its own hosts alone, unless what stands before them ends TLS itself [KN6017]`,
        ];
  });
}

function meet(one: GatewayArgs, other: GatewayArgs): boolean {
  const places = [one, other].map(placeOf);
  return places[0] !== undefined && places[0] === places[1] && common(one, other) !== undefined;
}

/** Where clients find a gateway's HTTPS, if that is written in the inputs. */
function placeOf(gateway: GatewayArgs): string | undefined {
  const { address, loadBalancerIP, exposure, addressPorts, httpsNodePort } = gateway;
  const known = address ?? loadBalancerIP;
  const port =
    addressPorts?.https ?? (exposure === Exposure.NodePort ? httpsNodePort : portsOf(gateway).https);
  return typeof known === "string" && port !== undefined ? `${known}:${port}` : undefined;
}

/** What two gateways' certificates have in common, in words; undefined where nothing is known of it. */
function common(one: GatewayArgs, other: GatewayArgs): string | undefined {
  const [secret, namespace] = [one.tls?.secretName, one.namespace ?? gatewayNamespace];
  if (
    secret !== undefined &&
    secret === other.tls?.secretName &&
    namespace === (other.namespace ?? gatewayNamespace)
  ) {
    return `the Secret ${namespace}/${secret}`;
  }
  const names = certifiedNames(other);
  const shared = certifiedNames(one).find((name) => names.some((own) => overlap(name, own)));
  return shared === undefined ? undefined : `a certificate for ${shared}`;
}
