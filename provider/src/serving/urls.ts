import { parse } from "yaml";
import type { ConfigData } from "./settings.render";

/** What Knative makes a service's URL from, besides the installation's settings. */
export interface ServiceIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The installation's settings that URLs are made from: data of config-domain and config-network. */
export interface UrlSettings {
  readonly domains: ConfigData;
  readonly network: ConfigData;
}

/**
 * The URL that Knative will give an external service. Undefined where that can't be told from here: with a template of the
 * domain, with certificates of its own for each service, or where no domain is meant for the service.
 */
export function externalUrl(
  { name, namespace, labels }: ServiceIdentity,
  { domains, network }: UrlSettings,
): string | undefined {
  const domain = domainFor(labels, domains);
  if (domain === undefined || domain.startsWith("svc.") || !makesPlainUrls(network)) {
    return undefined;
  }
  return `${network["default-external-scheme"] ?? "http"}://${name}.${namespace}.${domain}`;
}

function makesPlainUrls(network: ConfigData): boolean {
  const certificates = network["external-domain-tls"] ?? network["auto-tls"] ?? "Disabled";
  return network["domain-template"] === undefined && certificates.toLowerCase() === "disabled";
}

/**
 * Of the domains whose selector matches, the one with the longest selector; the first by name among equals
 * (knative/serving pkg/reconciler/route/config/domain.go).
 */
function domainFor(labels: ServiceIdentity["labels"], domains: ConfigData): string | undefined {
  return Object.entries(domains)
    .map(([name, text]) => ({ name, selector: selectorOf(text) }))
    .filter(({ selector }) => selector.every(([label, value]) => labels[label] === value))
    .toSorted((a, b) => b.selector.length - a.selector.length || (a.name < b.name ? -1 : 1))[0]?.name;
}

function selectorOf(text: string): (readonly [string, string])[] {
  const parsed = parse(text) as { readonly selector?: Readonly<Record<string, string>> } | null;
  return Object.entries(parsed?.selector ?? {});
}
