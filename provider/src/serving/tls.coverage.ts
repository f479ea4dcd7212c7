import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problems";
import { defaultDomainTemplate, hostOf, mayCover, wildcardOf } from "./hosts";
import type { ServingArgs } from "./serving.args";

/**
 * Whether services are told by HTTPS URLs that the gateway's own certificate answers for: not where each has its own
 * certificate, nor where the user wants http to be told.
 */
export function showsOwnCertificate({ tls, network, config }: ServingArgs): boolean {
  const scheme =
    config?.["config-network"]?.["default-external-scheme"] ?? network?.defaultExternalScheme ?? "https";
  return tls?.certificate !== undefined && tls.externalDomain !== true && scheme === "https";
}

/** The template of services' hosts that an installation has. */
export function domainTemplateOf({ network, config }: ServingArgs): string {
  return config?.["config-network"]?.["domain-template"] ?? network?.domainTemplate ?? defaultDomainTemplate;
}

/** A certificate that covers no possible service of a domain is most often one for a level too few. */
export function checkDomainsCovered(args: ServingArgs, certified: readonly string[]): Problem[] {
  const domains = args.domains?.map(({ name }) => name) ?? [args.domain];
  return checkCovered(domainTemplateOf(args), domains, certified, "tls.certificate.certificate");
}

/** The same for the names of any certificate. `path` is where it stands. */
export function checkCovered(
  template: string,
  domains: readonly (pulumi.Input<string> | undefined)[],
  certified: readonly string[],
  path: string,
): Problem[] {
  return domains.flatMap((domain): Problem[] => {
    if (
      typeof domain !== "string" ||
      isClusterLocal(domain) ||
      certified.some((name) => mayCover(name, template, domain))
    ) {
      return [];
    }
    const example = hostOf(template, { name: "hello", namespace: "default" }, domain) ?? domain;
    return [
      {
        path,
        code: "KN3805",
        reason: `covers no service under ${domain} (it is for ${certified.join(", ") || "no DNS name"}): a service is at ${example}, which needs ${wildcardOf(example)}${wayToOneLevel(template, wildcardOf(example), domain)}`,
      },
    ];
  });
}

/** With upstream's template, each namespace needs a wildcard of its own. */
export function wayToOneLevel(template: string, wildcard: string, domain: string): string {
  const advice = `; a wildcard covers one level, so each namespace needs its own, unless network.domainTemplate is of one level, such as "{{.Name}}-{{.Namespace}}.{{.Domain}}"`;
  return template === defaultDomainTemplate && wildcard !== `*.${domain}` ? advice : "";
}

export function isClusterLocal(domain: string): boolean {
  return domain.startsWith("svc.");
}
