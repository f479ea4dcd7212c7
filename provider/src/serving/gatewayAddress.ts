import ipaddr from "ipaddr.js";
import type { GatewayAddress } from "../gateway/gateway";
import { ProblemsError, type Problem } from "../problems";

/**
 * The domain that an address makes: `203.0.113.10.sslip.io`. IPv6 is written with dashes, for names have no colons, and a zero
 * where it would begin or end with one, for names can't.
 */
export function magicDomain(address: string, magicDns: string): string {
  if (address !== "" && !isPlainAddress(address)) {
    throw new ProblemsError("Serving", [{ path: "domain", ...noDomainOf(address, magicDns) }]);
  }
  const label = address.replace(/^::/, "0::").replace(/::$/, "::0").replaceAll(":", "-");
  return `${label}.${magicDns}`;
}

/** What is wrong with an address that was given where it would make the domain. */
export function addressProblem(address: unknown, magicDns: string): Omit<Problem, "path"> | undefined {
  return typeof address !== "string" || isPlainAddress(address) ? undefined : noDomainOf(address, magicDns);
}

function noDomainOf(address: string, magicDns: string): Omit<Problem, "path"> {
  const reason = `no domain can be made of ${JSON.stringify(address)}, for ${magicDns} answers with IP addresses only; set domain to one of your own, with a record that leads to ${address}`;
  return { code: "KN3403", reason };
}

/** Without the short forms of IPv4 and the zones of IPv6, which are no names. */
function isPlainAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !/[%.]/.test(text));
}

/** A URL at the port that a gateway is reached by, which Knative doesn't know: it tells none. */
export function atPort(
  url: string,
  { httpPort, httpsPort }: Pick<GatewayAddress, "httpPort" | "httpsPort">,
): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const isSecure = url.startsWith("https:");
  const port = isSecure ? httpsPort : httpPort;
  return port === (isSecure ? 443 : 80) ? url : `${url}:${port}`;
}
