import * as pulumi from "@pulumi/pulumi";
import type { ServiceParts } from "../gateway/address";
import type { GatewayAddress } from "../gateway/gateway";
import { registerPatch, type Registered } from "../manifests/objects";
import type { ServingPlan } from "./serving.plan";
import { isInside } from "./urls";

const answerSeconds = 30;

/**
 * Lines for CoreDNS that answer every name of some domains with an address, so that no name server outside is asked.
 * Other kinds of records get an empty answer: a resolver that asks for AAAA where the address is one of IPv4 must not go and ask elsewhere.
 */
export function coreDnsLines(domains: readonly string[], address: string): string {
  const kind = address.includes(":") ? "AAAA" : "A";
  return domains
    .map((domain) =>
      [
        `template IN ${kind} ${domain} {`,
        `    answer "{{ .Name }} ${answerSeconds} IN ${kind} ${address}"`,
        "}",
        `template IN ANY ${domain} {`,
        "    rcode NOERROR",
        "}",
      ].join("\n"),
    )
    .map((block) => `${block}\n`)
    .join("");
}

/** An address inside the cluster, and the domains that lead to it. */
interface OfflineName {
  readonly address: string;
  readonly domains: readonly string[];
}

/** The addresses of the gateways' Services inside the cluster. */
function clusterIPsOf({ gateways }: ServingPlan, { objects }: Registered): pulumi.Output<string[]> {
  const specs = gateways.map((gateway) => {
    const spec = objects.get(gateway.addressedBy)?.spec as pulumi.Output<ServiceParts["spec"]> | undefined;
    return pulumi.output(spec);
  });
  return pulumi.all(specs).apply((known) => known.map((spec) => spec?.clusterIP ?? ""));
}

/**
 * Each gateway's domains; one that several have leads to the first, as do the further ones. Never the cluster's own, whose
 * names would all lead to the gateway then.
 */
function offlineNames(
  gateways: pulumi.Output<GatewayAddress[]>,
  clusterIPs: pulumi.Output<string[]>,
  further: pulumi.Output<string[]>,
): pulumi.Output<OfflineName[]> {
  return pulumi.all([gateways, clusterIPs, further]).apply(([known, addresses, others]) =>
    known
      .filter(({ domain }, index) => known.findIndex((other) => other.domain === domain) === index)
      .map(({ domain, name: gatewayName }, index) => ({
        address: addresses[known.findIndex(({ name }) => name === gatewayName)] ?? "",
        domains: (index === 0 ? [domain, ...others] : [domain]).filter((name) => !isInside(name)),
      })),
  );
}

/** Makes the cluster's CoreDNS answer the services' names, by a key of the ConfigMap that it imports, where that is asked for. */
export function registerOfflineDns(
  component: string,
  plan: ServingPlan,
  gateways: pulumi.Output<GatewayAddress[]>,
  installed: Registered,
  parent: pulumi.Resource,
): void {
  const { offlineDns, additionalDomains = [] } = plan.args;
  if (offlineDns === undefined) {
    return;
  }
  const { namespace = "kube-system", configMap = "coredns-custom", key = "knative.override" } = offlineDns;
  const names = offlineNames(gateways, clusterIPsOf(plan, installed), pulumi.output(additionalDomains));
  const lines = names.apply((known) =>
    known.map(({ domains, address }) => coreDnsLines(domains, address)).join(""),
  );
  registerPatch(
    component,
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace, name: configMap },
      data: { [key]: lines },
    },
    { parent },
  );
}
