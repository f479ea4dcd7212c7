import { parse } from "yaml";
import { named, type ConfigMap, type Snapshot } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";
import { servingNamespace } from "./controllers";
import { gatewayAddresses } from "./gateway";
import type { View } from "./view";

/** Name servers that answer any name with the address that it begins with. */
const magic = /^(?:.*[.])?((?:\d{1,3}[.-]){3}\d{1,3}|[0-9a-f]*(?:-[0-9a-f]*){2,7})\.(?:nip|sslip|xip)\.io$/i;

const commands = [
  kubectl(servingNamespace, "get", "cm", "config-domain", "-o", "yaml"),
  "pulumi preview --diff",
];

/** The domains of the installation: a real one, whose address is the gateway's. */
export function checkDomains(snapshot: Snapshot): Finding[] {
  const config = named(snapshot.installation.configMaps, "config-domain", servingNamespace);
  return config === undefined
    ? []
    : domainsOf(config).flatMap(([domain]) => [
        ...checkExample(config, domain),
        ...checkMagic(snapshot, config, domain),
      ]);
}

function domainsOf({ data }: ConfigMap): readonly (readonly [domain: string, text: string])[] {
  return Object.entries(data ?? {}).filter(([key]) => key !== "_example");
}

function checkExample(config: ConfigMap, domain: string): Finding[] {
  return /(^|\.)example\.(com|org|net)$/.test(domain)
    ? [
        broken({
          link: "domain",
          object: nameOf("ConfigMap", config),
          code: "KN5025",
          message: domain,
          cause: "the domain is the documentation's example, which leads nowhere: set your own",
          next: commands,
        }),
      ]
    : [];
}

function checkMagic(snapshot: Snapshot, config: ConfigMap, domain: string): Finding[] {
  const written = magic.exec(domain)?.[1];
  const addresses = gatewayAddresses(snapshot);
  if (written === undefined || addresses === undefined) {
    return domain.endsWith(".xip.io") ? [dead(config, domain)] : [];
  }
  const address =
    /^\d/.test(written) && /^(\d+[.-]){3}\d+$/.test(written)
      ? written.replaceAll("-", ".")
      : written.replaceAll("-", ":");
  if (domain.endsWith(".xip.io")) {
    return [dead(config, domain)];
  }
  return addresses.includes(address)
    ? []
    : [
        broken({
          link: "domain",
          object: nameOf("ConfigMap", config),
          code: "KN5026",
          message: domain,
          cause: `the domain leads to ${address}, and the gateway is at ${addresses.filter((known) => known !== "" && known !== "None").join(", ") || "no address"}: it was written for another address`,
          next: commands,
        }),
      ];
}

function dead(config: ConfigMap, domain: string): Finding {
  const object = nameOf("ConfigMap", config);
  const cause = "xip.io is no more: use sslip.io or nip.io";
  return broken({ link: "domain", object, code: "KN5025", message: domain, cause, next: commands });
}

/** The domain that the service gets: none for it means that it is reached inside the cluster only. */
export function checkServiceDomain({ installation, service }: View): Finding[] {
  const config = named(installation.configMaps, "config-domain", servingNamespace);
  const labels = service?.metadata.labels ?? {};
  const isPrivate = labels["networking.knative.dev/visibility"] === "cluster-local";
  if (
    config === undefined ||
    service === undefined ||
    isPrivate ||
    domainsOf(config).some(([, text]) => fits(text, labels))
  ) {
    return [];
  }
  const domains = domainsOf(config).map(([domain]) => domain);
  return [
    broken({
      link: "domain",
      object: nameOf("ConfigMap", config),
      code: "KN5025",
      message:
        domains.length === 0
          ? "has no domain"
          : `has no domain for the service's labels, only ${domains.join(", ")}`,
      cause:
        "without a domain that is for all services, those without one are cluster-local. Where that is meant, say so by the service's visibility",
      next: commands,
    }),
  ];
}

function fits(text: string, labels: Readonly<Record<string, string>>): boolean {
  const parsed = parse(text) as { readonly selector?: Readonly<Record<string, string>> } | null;
  return Object.entries(parsed?.selector ?? {}).every(([label, value]) => labels[label] === value);
}
