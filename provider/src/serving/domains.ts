import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { refuse, type Problem } from "../problems";
import type { ServingDomainArgs } from "./settings";

/** Domains with the text of their selectors, in the order of the inputs. */
type DomainTexts = readonly (readonly [name: string, selector: string])[];

/**
 * The data of config-domain: each domain with the selector of the services it is for, as YAML. Its keys are the domains
 * themselves, so the whole is unknown as long as one of them is.
 */
export function domainData(
  domains: readonly ServingDomainArgs[],
  check: (texts: DomainTexts) => void = () => undefined,
): Record<string, string> | pulumi.Output<Record<string, string>> {
  const names = domains.map(({ name }) => name);
  const data = (known: readonly string[]) => {
    const texts = known.map((name, index) => [name, selectorText(domains[index]?.selector)] as const);
    check(texts);
    // What is for all services is for those of a further gateway, too: gateways at one address have one domain.
    const open = openOf(texts);
    return Object.fromEntries(texts.filter(([name, selector]) => selector === "" || !open.includes(name)));
  };
  return names.every((name) => typeof name === "string") ? data(names) : pulumi.all(names).apply(data);
}

/**
 * The same for what is to be installed.
 *
 * @throws ProblemsError KN6014 once the domains are known, if one is that of several gateways
 */
export function domainConfig(domains: readonly ServingDomainArgs[]): ReturnType<typeof domainData> {
  return domainData(domains, (texts) => refuse("Serving", checkOnce(texts)));
}

function openOf(texts: DomainTexts): readonly string[] {
  return texts.filter(([, selector]) => selector === "").map(([name]) => name);
}

/** A domain can have one selector; a second one would take the first one's services from it. */
function checkOnce(texts: DomainTexts): Problem[] {
  const open = openOf(texts);
  const names = texts.filter(([name]) => !open.includes(name)).map(([name]) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))].map((name) => ({
    path: "domains",
    code: "KN6014",
    reason: `${name} is the domain of several gateways, mostly because they share an address, and Knative can tell their services apart by one domain each; set domain of each of them, or of the installation`,
  }));
}

function selectorText(selector: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(selector ?? {}).length === 0 ? "" : stringify({ selector });
}
