import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../manifests/manifest";
import { ingressLayers } from "../serving/layers";
import { under, type Problem } from "../problems";
import type { ServiceArgs } from "./service.args";
import { trafficOf } from "./traffic.render";
import { isClusterLocal } from "./visibility";

interface Target {
  /** What stands before the namespace in a host name: the service, with a tag before it or none. */
  readonly name: string;
  readonly namespace: string;
}

/**
 * An ingress beside the service's own that takes its requests under further domains, too.
 *
 * Kourier refuses a second ingress for a host name that another one has, and the first that is changed then loses all of its
 * routes. So these host names leave the last letter open (`…example.co*`): Envoy takes an exact name before such a one, and the
 * ingress serves whatever name the service's own doesn't have at the moment. A change of the installation's domain so
 * finds both domains served before, while and after Knative moves each service.
 */
export function renderAdditionalDomains(resourceName: string, args: ServiceArgs): Manifest | undefined {
  const { additionalDomains = [], name = resourceName, namespace = "default" } = args;
  if (additionalDomains.length === 0) {
    return undefined;
  }
  const targets = [undefined, ...tagsOf(args)].map((tag) => ({
    name: tag === undefined ? name : `${tag}-${name}`,
    namespace,
  }));
  const domains = pulumi.all(additionalDomains).apply((known) => [...new Set(known)].toSorted());
  return {
    apiVersion: "networking.internal.knative.dev/v1alpha1",
    kind: "Ingress",
    metadata: {
      // A dot keeps it apart from the ingresses that Knative names after services, "domains" from those of mappings.
      name: `${name}.additional-domains`,
      namespace,
      annotations: {
        "networking.knative.dev/ingress.class": args.ingressClass ?? ingressLayers.kourier.ingressClass,
        "pulumi.com/waitFor": "condition=Ready",
      },
    },
    spec: { httpOption: "Enabled", rules: targets.map((target) => ruleFor(target, domains)) },
  };
}

function tagsOf(args: ServiceArgs): string[] {
  return (trafficOf(args) ?? []).flatMap(({ tag }) => tag ?? []);
}

/** Requests go through the name inside the cluster, which Knative keeps pointing at the right revisions. */
function ruleFor({ name, namespace }: Target, domains: pulumi.Output<readonly string[]>) {
  return {
    hosts: domains.apply((known) => known.map((domain) => openHost(`${name}.${namespace}.${domain}`))),
    visibility: "ExternalIP",
    http: {
      paths: [
        {
          rewriteHost: `${name}.${namespace}.svc.cluster.local`,
          splits: [{ serviceName: name, serviceNamespace: namespace, servicePort: 80, percent: 100 }],
        },
      ],
    },
  };
}

/** A host name with its last letter left open. */
function openHost(host: string): string {
  return `${host.slice(0, -1)}*`;
}

/** A private service under a further domain would be private no longer. */
export function checkAdditionalDomains(service: ServiceArgs): Problem[] {
  const { additionalDomains = [] } = service;
  if (additionalDomains.length > 0 && isClusterLocal(service)) {
    const reason =
      'would make a service public that is "cluster-local"; leave additionalDomains out, or make the service external';
    return [{ path: "additionalDomains", code: "KN4040", reason }];
  }
  return under("additionalDomains", checkDomainList(additionalDomains));
}

/** Names that are no domain for the outside, or stand there twice. */
export function checkDomainList(domains: readonly pulumi.Input<string>[]): Problem[] {
  return domains.flatMap((domain, index): Problem[] => {
    if (typeof domain !== "string") {
      return [];
    }
    const first = domains.indexOf(domain);
    return [
      ...(first < index
        ? [
            {
              path: `[${index}]`,
              code: "KN1007",
              reason: `"${domain}" is listed already at [${first}]`,
            } as const,
          ]
        : []),
      ...(domain.startsWith("svc.") || !domain.includes(".")
        ? [
            {
              path: `[${index}]`,
              code: "KN3410",
              reason: `"${domain}" is no domain for the outside; name one such as apps.example.com`,
            } as const,
          ]
        : []),
    ];
  });
}
