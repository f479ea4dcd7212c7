import { Output } from "@pulumi/pulumi";
import type { Problem } from "../problems";
import { routeLabels } from "../gateway/choice";
import type { ServiceArgs } from "../service/service.args";
import { isClusterLocal as isPrivate } from "../service/visibility";
import { covers, readCertificate } from "../serving/certificate";
import { domainData } from "../serving/domains";
import { hostOf, wildcardOf } from "../serving/hosts";
import type { ServingArgs } from "../serving/serving.args";
import type { ConfigData } from "../serving/settings.render";
import {
  domainTemplateOf,
  isClusterLocal,
  showsOwnCertificate,
  wayToOneLevel,
} from "../serving/tls.coverage";
import { domainFor } from "../serving/urls";

/** How many names a message lists. */
const shown = 5;

/** What the names of all services and their domains, taken together, do to each other and to the certificate. */
export function checkNames(serving: ServingArgs, services: readonly ServiceArgs[]): Problem[] {
  const domains = domainData(
    serving.domains ?? (serving.domain === undefined ? [] : [{ name: serving.domain }]),
  );
  const hosts = services.map((service) =>
    Output.isInstance(domains) ? undefined : hostOfService(serving, domains, service),
  );
  return [
    ...checkMappedOnce(services),
    ...checkTaken(services, hosts),
    ...checkRedirects(serving, services),
    ...checkCovered(serving, services, hosts),
  ];
}

interface Host {
  readonly name: string;
  readonly domain: string;
}

/** The host that Knative will give a service outside the cluster; undefined for private ones and where it isn't known. */
function hostOfService(serving: ServingArgs, domains: ConfigData, service: ServiceArgs): Host | undefined {
  const { name = "", namespace = "default" } = service;
  const labels = routeLabels(service);
  const known = Object.entries(labels).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  if (isPrivate(service) || known.length < Object.keys(labels).length) {
    return undefined;
  }
  const domain = domainFor(Object.fromEntries(known), domains);
  if (domain === undefined || isClusterLocal(domain)) {
    return undefined;
  }
  const host = hostOf(domainTemplateOf(serving), { name, namespace }, domain);
  return host === undefined ? undefined : { name: host, domain };
}

/** Mappings of all services, with the paths that they have in a platform. */
function mappingsOf(services: readonly ServiceArgs[]) {
  return services.flatMap(({ domainMappings = [] }, service) =>
    domainMappings.map((mapping, index) => ({
      mapping,
      service,
      path: `services[${service}].domainMappings[${index}]`,
    })),
  );
}

/** A domain that two services of a platform map; twice in one service is for that service's own check. */
function checkMappedOnce(services: readonly ServiceArgs[]): Problem[] {
  const mappings = mappingsOf(services);
  const first = new Map(mappings.toReversed().map((one) => [one.mapping.domain, one]));
  return mappings.flatMap(({ mapping: { domain }, service, path }): Problem[] => {
    const earlier = first.get(domain);
    return earlier === undefined || earlier.service === service
      ? []
      : [
          {
            path: `${path}.domain`,
            code: "KN3902",
            reason: `"${domain}" is mapped already at ${earlier.path}; a domain leads to one service`,
          },
        ];
  });
}

function checkTaken(services: readonly ServiceArgs[], hosts: readonly (Host | undefined)[]): Problem[] {
  const owners = new Map(hosts.flatMap((host, index) => (host === undefined ? [] : [[host.name, index]])));
  return mappingsOf(services).flatMap(({ mapping: { domain }, path }): Problem[] => {
    const owner = owners.get(domain);
    return owner === undefined
      ? []
      : [
          {
            path: `${path}.domain`,
            code: "KN3904",
            reason: `"${domain}" is the name that services[${owner}] has without a mapping; remove this one or take another domain`,
          },
        ];
  });
}

function checkRedirects({ tls }: ServingArgs, services: readonly ServiceArgs[]): Problem[] {
  const hasCertificates = tls?.certificate !== undefined || tls?.externalDomain === true;
  return mappingsOf(services).flatMap(({ mapping: { httpProtocol, tlsSecretName }, path }): Problem[] =>
    httpProtocol === "Redirected" && tlsSecretName === undefined && !hasCertificates
      ? [
          {
            path: `${path}.httpProtocol`,
            code: "KN3905",
            reason:
              "would lead to a port that nothing answers: set tlsSecretName, or serving.tls.certificate",
          },
        ]
      : [],
  );
}

/** Names under which the gateway would show a certificate that isn't for them. */
function checkCovered(
  serving: ServingArgs,
  services: readonly ServiceArgs[],
  hosts: readonly (Host | undefined)[],
): Problem[] {
  const certificate = serving.tls?.certificate?.certificate;
  const own = typeof certificate === "string" ? readCertificate(certificate).leaf : undefined;
  if (own === undefined || !showsOwnCertificate(serving)) {
    return [];
  }
  const uncovered = hosts.filter((host) => host !== undefined && !covers(own, host.name)) as readonly Host[];
  const mapped = mappingsOf(services)
    .map(({ mapping }) => mapping)
    .filter(({ domain, tlsSecretName }) => tlsSecretName === undefined && !covers(own, domain));
  const wanted = [
    ...new Set([...uncovered.map(({ name }) => wildcardOf(name)), ...mapped.map(({ domain }) => domain)]),
  ];
  const advice = uncovered.map(({ name, domain }) =>
    wayToOneLevel(domainTemplateOf(serving), wildcardOf(name), domain),
  );
  const more = wanted.length > shown ? ` and ${wanted.length - shown} more` : "";
  const reason = `lacks ${wanted.slice(0, shown).join(", ")}${more}, which services of this platform need${advice[0] ?? ""}; a service inside the cluster alone has visibility "cluster-local"`;
  return wanted.length === 0 ? [] : [{ path: "serving.tls.certificate.certificate", code: "KN3805", reason }];
}
