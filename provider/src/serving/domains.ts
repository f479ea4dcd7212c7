import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { ServingDomainArgs } from "./settings";

/**
 * The data of config-domain: each domain with the selector of the services it is for, as YAML. Its keys are the domains
 * themselves, so the whole is unknown as long as one of them is.
 */
export function domainData(
  domains: readonly ServingDomainArgs[],
): Record<string, string> | pulumi.Output<Record<string, string>> {
  const names = domains.map(({ name }) => name);
  const data = (known: readonly string[]) =>
    Object.fromEntries(known.map((name, index) => [name, selectorText(domains[index]?.selector)]));
  return names.every((name) => typeof name === "string") ? data(names) : pulumi.all(names).apply(data);
}

function selectorText(selector: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(selector ?? {}).length === 0 ? "" : stringify({ selector });
}
