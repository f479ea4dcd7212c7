import { checkDomainList } from "../service/additionalDomains";
import { Visibility } from "../service/visibility";
import { z } from "zod";
import { domainName, leaf, under, type Problem } from "../problems";
import type { ServingArgs } from "./serving.args";
import type { ServingDomainArgs } from "./settings";

export const domainShape = z.strictObject({
  name: leaf(domainName),
  selector: z.record(z.string(), z.string()).optional(),
}) satisfies z.ZodType<ServingDomainArgs>;

/** The problems of everything that says under which names services answer. */
export function checkServingDomains(args: ServingArgs): Problem[] {
  const { domain, domains, additionalDomains = [] } = args;
  return [
    ...(domain !== undefined && domains !== undefined
      ? [{ path: "domains", code: "KN1008", reason: "excludes domain; set one of them" } as const]
      : []),
    ...checkDomains(domains ?? []),
    ...checkPrivate(args),
    ...checkOwned(args),
    ...checkInside(args),
    ...under("additionalDomains", checkDomainList(additionalDomains)),
    ...(additionalDomains.length === 0 ? [] : checkPredictable(args)),
  ];
}

const clusterSuffix = ".svc.cluster.local";

/** Every host that ends so is private to Knative (networking pkg/network/domain.go), whatever the services say. */
function checkInside({ domain, domains = [] }: ServingArgs): Problem[] {
  const given = [
    { path: "domain", name: domain },
    ...domains.map(({ name }, index) => ({ path: `domains[${index}].name`, name })),
  ];
  return given.flatMap(({ path, name }): Problem[] =>
    typeof name === "string" && name.endsWith(clusterSuffix)
      ? [
          {
            path,
            code: "KN3410",
            reason: `lies below the cluster's own ${clusterSuffix.slice(1)}, so that Knative keeps its services private: take another domain, or "${clusterSuffix.slice(1)}" itself`,
          },
        ]
      : [],
  );
}

/** config-domain is written as a whole, from properties or from the gateway's address: what else is said of it would be lost. */
function checkOwned({ config = {}, patches = [], domain, domains }: ServingArgs): Problem[] {
  const way = "is written from domain and domains: put its domains, with the labels of their services, there";
  const keys = Object.keys(config["config-domain"] ?? {});
  const isGiven = domain !== undefined || domains !== undefined;
  return [
    ...keys.map((key): Problem => ({
      path: `config["config-domain"][${JSON.stringify(key)}]`,
      code: "KN3306",
      reason: `config-domain ${way}`,
    })),
    ...patches.flatMap(({ target, patch }, index): Problem[] =>
      !isGiven &&
      target.kind === "ConfigMap" &&
      target.name === "config-domain" &&
      patch["data"] !== undefined
        ? [{ path: `patches[${index}].patch.data`, code: "KN3306", reason: `of config-domain ${way}` }]
        : [],
    ),
  ];
}

/** A domain beside "nothing is public" would be ignored. */
function checkPrivate({ visibility, domain, domains, additionalDomains }: ServingArgs): Problem[] {
  const given = Object.entries({ domain, domains, additionalDomains }).filter(
    ([, value]) => value !== undefined,
  );
  return visibility !== Visibility.ClusterLocal
    ? []
    : given.map(([path]): Problem => ({
        path,
        code: "KN1008",
        reason:
          'has no effect with visibility "cluster-local", under which no service has a domain; set one of them',
      }));
}

/** The names under further domains are written by this package: it must know how Knative makes them. */
function checkPredictable({ network = {}, config = {}, domains = [] }: ServingArgs): Problem[] {
  const templates = [
    ["domainTemplate", "domain-template"],
    ["tagTemplate", "tag-template"],
  ] as const;
  const changed = templates.filter(
    ([property, key]) => network[property] !== undefined || config["config-network"]?.[key] !== undefined,
  );
  return [
    ...changed.map(([property]): Problem => ({
      path: "additionalDomains",
      code: "KN3410",
      reason: `can't be served with a ${property} of your own, for the names would differ; leave one of them out`,
    })),
    ...domains.flatMap(({ name }, index): Problem[] =>
      typeof name === "string"
        ? []
        : [
            {
              path: `domains[${index}].name`,
              code: "KN1009",
              reason:
                "must be plain text beside additionalDomains: an unknown one might be meant for private services",
            },
          ],
    ),
  ];
}

/** Exactly one domain without a selector serves the rest; two would make the choice random. */
function checkDomains(domains: readonly ServingDomainArgs[]): Problem[] {
  const open = domains.flatMap(({ selector }, index) =>
    Object.keys(selector ?? {}).length === 0 ? [index] : [],
  );
  const twice = open.slice(1).map((index): Problem => ({
    path: `[${index}].selector`,
    code: "KN3303",
    reason: `is needed: the domain at [${open[0]}] already serves all services that match no selector`,
  }));
  const names = domains.map(({ name }) => name);
  const repeated = names.flatMap((name, index): Problem[] =>
    typeof name === "string" && names.indexOf(name) < index
      ? [
          {
            path: `[${index}].name`,
            code: "KN1007",
            reason: `"${name}" is listed already at [${names.indexOf(name)}]`,
          },
        ]
      : [],
  );
  return under("domains", [...twice, ...repeated]);
}
