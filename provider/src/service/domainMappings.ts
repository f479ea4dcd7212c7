import * as pulumi from "@pulumi/pulumi";
import { registerShared } from "../manifests/objects";
import { renderClaim, renderDomainMapping } from "./domainMappings.render";
import type { ServiceArgs } from "./service.args";

// Each Output costs memory, a thousand times over: most services have no domains of their own.
const none = pulumi.output<string[]>([]);

/**
 * Registers the domains of a service, each after its claim and both after the service, so that they go before it. Their
 * names hold the domain alone: one that moves to another service of the stack is changed in place, and never missing.
 */
export function mapDomains(
  resourceName: string,
  { domainMappings = [], name = resourceName, namespace = "default", ...rest }: ServiceArgs,
  service: pulumi.Resource,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  const mapped = { ...rest, name, namespace };
  const urls = domainMappings.map((mapping) => {
    const claim =
      mapping.claim === false
        ? []
        : [registerShared(renderClaim(mapping, mapped), { parent, dependsOn: [service] })];
    const { status } = registerShared(renderDomainMapping(mapping, mapped), {
      parent,
      dependsOn: [service, ...claim],
    });
    return status.apply((state) => (state as { readonly url?: string } | undefined)?.url ?? "");
  });
  return urls.length === 0 ? none : pulumi.all(urls);
}
