/** What a host is made from beside its domain. */
interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** Upstream's template of a service's host. */
export const defaultDomainTemplate = "{{.Name}}.{{.Namespace}}.{{.Domain}}";

/** Upstream's template of the name that a tagged route of a service has. */
export const defaultTagTemplate = "{{.Tag}}-{{.Name}}";

/** The name that a tag has by a template, or undefined for a template that does more than put in tag and name. */
export function tagNameOf(template: string, name: string, tag: string): string | undefined {
  const values: Readonly<Record<string, string>> = { Name: name, Tag: tag };
  const made = template.replace(/\{\{-?\s*\.(Name|Tag)\s*-?\}\}/g, (_, key: string) => values[key] ?? "");
  return made.includes("{{") ? undefined : made;
}

const variable = /\{\{-?\s*\.(Name|Namespace|Domain)\s*-?\}\}/g;
// A wildcard stands for one label, and some templates join two names in one.
const anyLabel = "a-a";

/**
 * The host that a template makes, or undefined for one that does more than put in name, namespace and domain: Go's
 * templates are a language of their own.
 */
export function hostOf(template: string, { name, namespace }: Named, domain: string): string | undefined {
  const values: Readonly<Record<string, string>> = { Name: name, Namespace: namespace, Domain: domain };
  const host = template.replace(variable, (_, key: string) => values[key] ?? "");
  return host.includes("{{") ? undefined : host;
}

/** The wildcard that covers a host: its first label replaced. */
export function wildcardOf(host: string): string {
  return `*${host.slice(host.indexOf("."))}`;
}

/** Whether a name of a certificate, wildcard or not, covers some service that the template could name. */
export function mayCover(certified: string, template: string, domain: string): boolean {
  const placeholder = "\u0000";
  const host = hostOf(template, { name: placeholder, namespace: placeholder }, domain);
  if (host === undefined) {
    return true;
  }
  const pattern = host.split(placeholder).map(escaped).join("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  return new RegExp(`^${pattern}$`).test(certified.replace(/^\*/, anyLabel));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
