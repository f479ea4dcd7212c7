import { isDnsSubdomain, type Problem } from "../problems";
import { listenerKinds, problem, typeOf, when, type SlbContext } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** Certificates: an https or tcpssl listener can't be made without one. */
export function checkTls(args: AlibabaSlbArgs, context: SlbContext): Problem[] {
  const { tls = {} } = args;
  const secure = typeOf(args) === "clb" ? "https" : "tcpssl";
  return [
    ...when(
      tls.certId === undefined && listenerKinds(args, context).kinds.includes(secure),
      "tls.certId",
      "KN7021",
      `is needed for the ${secure} listener: the id of a server certificate ${secure === "https" ? "of CLB (slb.ServerCertificate)" : "of the certificate service"}`,
    ),
    ...Object.keys(tls.domainExtensions ?? {}).flatMap((domain) =>
      when(
        !isDnsSubdomain(domain.replace(/^\*\./, "")),
        `tls.domainExtensions[${JSON.stringify(domain)}]`,
        "KN1006",
        "must be under a domain such as www.example.com or *.example.com",
      ),
    ),
    ...checkPair(
      "tls.caCertIds",
      tls.caCertIds,
      "tls.caCertEnabled",
      tls.caCertEnabled,
      "the authorities of clients' certificates",
    ),
    ...checkPair(
      "tls.alpnPolicy",
      tls.alpnPolicy,
      "tls.alpnEnabled",
      tls.alpnEnabled,
      "such as HTTP2Optional",
    ),
  ];
}

/** A switch and what it switches on: neither does anything alone. */
function checkPair(
  path: string,
  value: unknown,
  by: string,
  isOn: boolean | undefined,
  what: string,
): Problem[] {
  if (isOn === true) {
    return when(value === undefined, path, "KN7028", `is needed with ${by}: ${what}`);
  }
  return value === undefined
    ? []
    : [problem(path, "KN7027", `has no effect without ${by}: true; set it, or remove this`)];
}
