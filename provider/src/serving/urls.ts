import { parse } from "yaml";
import { defaultDomainTemplate, hostOf } from "./hosts";
import type { ConfigData } from "./settings.render";

/** What Knative makes a service's URL from, besides the installation's settings. */
export interface ServiceIdentity {
  readonly name: string;
  readonly namespace: string;
  /** Those of its route. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it has no certificate, though the installation makes them. Default: false. */
  readonly disableExternalDomainTls?: boolean;
}

/** The installation's settings that URLs are made from: data of config-domain and config-network. */
export interface UrlSettings {
  readonly domains: ConfigData;
  readonly network: ConfigData;
}

/**
 * The URL that Knative will give a service that doesn't ask to be private itself. Undefined where that can't be told from
 * here: with a template of the domain that does more than put in names, where the scheme depends on whether the service's
 * own certificate has come, or where no domain is meant for it.
 */
export function expectedUrl(service: ServiceIdentity, { domains, network }: UrlSettings): string | undefined {
  const domain = domainFor(service.labels, domains);
  if (domain === undefined) {
    return undefined;
  }
  if (isInside(domain)) {
    return domain === clusterDomain ? insideUrl(service, network) : undefined;
  }
  const scheme = schemeOf(network, service.disableExternalDomainTls);
  const host = hostOf(network["domain-template"] ?? defaultDomainTemplate, service, domain);
  return scheme === undefined || host === undefined ? undefined : `${scheme}://${host}`;
}

const clusterDomain = "svc.cluster.local";

/** Inside the cluster no template counts, and https is told once there are certificates. */
function insideUrl({ name, namespace }: ServiceIdentity, network: ConfigData): string | undefined {
  return network["cluster-local-domain-tls"]?.toLowerCase() === "enabled"
    ? undefined
    : `http://${name}.${namespace}.${clusterDomain}`;
}

/** With certificates for each service, http is told until they come, unless it is redirected (serving pkg/reconciler/route/route.go). */
function schemeOf(network: ConfigData, disableExternalDomainTls = false): string | undefined {
  const certificates = network["external-domain-tls"] ?? network["auto-tls"] ?? "Disabled";
  if (certificates.toLowerCase() !== "enabled" || disableExternalDomainTls) {
    return network["default-external-scheme"] ?? "http";
  }
  return network["http-protocol"]?.toLowerCase() === "redirected" ? "https" : undefined;
}

/**
 * Of the domains whose selector matches, the one with the longest selector; the first by name among equals
 * (knative/serving pkg/reconciler/route/config/domain.go).
 */
export function domainFor(
  labels: Readonly<Record<string, unknown>>,
  domains: ConfigData,
): string | undefined {
  return Object.entries(domains)
    .map(([name, text]) => ({ name, selector: selectorOf(text) }))
    .filter(({ selector }) => selector.every(([label, value]) => labels[label] === value))
    .toSorted((a, b) => b.selector.length - a.selector.length || (a.name < b.name ? -1 : 1))[0]?.name;
}

/** Whether a domain is the cluster's own, so that its services have no name outside. */
export function isInside(domain: string): boolean {
  return domain.startsWith("svc.");
}

function selectorOf(text: string): (readonly [string, string])[] {
  const parsed = parse(text) as { readonly selector?: Readonly<Record<string, string>> } | null;
  return Object.entries(parsed?.selector ?? {});
}
