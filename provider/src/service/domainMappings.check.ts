import { z } from "zod";
import { isDnsSubdomain, leaf, text, texts, under, type Problem } from "../problems";
import { HttpProtocol } from "../serving/settings";
import type { DomainMappingArgs } from "./domainMappings.args";
import type { ServiceArgs } from "./service.args";
import { isClusterLocal } from "./visibility";

const clusterDomain = "cluster.local";

// The rules of serving pkg/apis/serving/v1beta1/domainmapping_validation.go.
const mappedDomain = text(
  "KN3901",
  `must be a domain of at least two labels such as shop.example.com: lower-case letters, digits and '-', no wildcard, not under ${clusterDomain}`,
  (value) =>
    isDnsSubdomain(value) &&
    value.includes(".") &&
    value !== clusterDomain &&
    !value.endsWith(`.${clusterDomain}`),
);

export const domainMappingShape = z.strictObject({
  domain: mappedDomain,
  tlsSecretName: leaf(z.string().min(1)).optional(),
  claim: z.boolean().optional(),
  publishPrivate: z.boolean().optional(),
  httpProtocol: z.enum(HttpProtocol).optional(),
  disableHttp2: z.boolean().optional(),
  labels: texts.optional(),
}) satisfies z.ZodType<DomainMappingArgs>;

/** What can be said of a service's domains without knowing the others. */
export function checkDomainMappings(service: ServiceArgs): Problem[] {
  const { domainMappings = [] } = service;
  const domains = domainMappings.map(({ domain }) => domain);
  return domainMappings.flatMap(({ domain, publishPrivate }, index) => {
    const first = domains.indexOf(domain);
    return under(`domainMappings[${index}]`, [
      ...(first < index
        ? [
            {
              path: "domain",
              code: "KN3902",
              reason: `"${domain}" is mapped already at domainMappings[${first}]`,
            } as const,
          ]
        : []),
      ...checkPrivate(isClusterLocal(service), publishPrivate),
    ]);
  });
}

function checkPrivate(isPrivate: boolean, publishPrivate: boolean | undefined): Problem[] {
  if (isPrivate && publishPrivate !== true) {
    const reason =
      "must be true for a cluster-local service, which the domain makes reachable from outside; or remove the mapping";
    return [{ path: "publishPrivate", code: "KN3903", reason }];
  }
  return !isPrivate && publishPrivate === true
    ? [
        {
          path: "publishPrivate",
          code: "KN1008",
          reason: 'has no effect unless visibility is "cluster-local"; remove it',
        },
      ]
    : [];
}
