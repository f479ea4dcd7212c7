import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { routeLabels } from "../gateway/choice";
import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import { isClusterLocal, Visibility } from "../service/visibility";
import { domainData } from "../serving/domains";
import type { ServingArgs } from "../serving/serving.args";
import type { Installation } from "../serving/serving.installation";
import { domainFor, isInside } from "../serving/urls";

/**
 * The domains under which a service answers beside its URL's, that one among them: the set then stays the same while
 * two domains are swapped, and nothing has to be made or removed at that moment. Undefined where there are none.
 */
export function furtherDomains(
  service: ServiceArgs,
  { additionalDomains = [], ...serving }: ServingArgs,
  urlSettingsFor: Installation["urlSettingsFor"],
): pulumi.Input<string>[] | undefined {
  const [first] = additionalDomains;
  if (first === undefined || isPrivate(service, serving)) {
    return undefined;
  }
  const given = routeLabels(service);
  const own = pulumi
    .all([urlSettingsFor(given), given, first])
    .apply(([{ domains }, labels, another]) => domainFor(labels, domains) ?? another);
  return [own, ...additionalDomains];
}

/** Whether a service is only reached inside the cluster: by its own word, by its labels, or because all are. */
export function isPrivate(service: ServiceArgs, { visibility: ofAll, domains = [] }: ServingArgs): boolean {
  if (isClusterLocal(service) || ofAll === Visibility.ClusterLocal) {
    return true;
  }
  const known = domains.filter(({ name }) => typeof name === "string");
  const data = domainData(known);
  const domain = domainFor(routeLabels(service), pulumi.Output.isInstance(data) ? {} : data);
  return domain !== undefined && isInside(domain);
}

/** Labels that decide whether a service is private must be known before it is made public under a further domain. */
export function checkPrivateLabels(services: readonly ServiceArgs[], serving: ServingArgs): Problem[] {
  const deciding = (serving.domains ?? []).flatMap(({ name, selector = {} }) =>
    typeof name === "string" && isInside(name) ? Object.keys(selector) : [],
  );
  return (serving.additionalDomains ?? []).length === 0
    ? []
    : services.flatMap(({ labels = {} }, index) =>
        Object.entries(labels)
          .filter(([label, value]) => deciding.includes(label) && typeof value !== "string")
          .map(([label]): Problem => ({
            path: `services[${index}].labels[${JSON.stringify(label)}]`,
            code: "KN1009",
            reason: "must be plain text beside additionalDomains: it decides whether the service is private",
          })),
      );
}

/** The URLs of external services under further domains. */
export function urlsUnder(
  domains: readonly string[],
  services: readonly ServiceArgs[],
  serving: ServingArgs,
): string[] {
  return services
    .filter((service) => !isPrivate(service, serving))
    .flatMap(({ name = "", namespace = "default" }) =>
      domains.map((domain) => `http://${name}.${namespace}.${domain}`),
    );
}

/**
 * Lines for a hosts file: the gateway's address and every name under which a service answers there. None where the
 * gateway is known by a name of its own.
 */
export function hostEntries(address: string, urls: readonly string[]): string[] {
  const names = urls
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url).hostname)
    .filter((name) => !/\.svc(\.|$)/.test(name));
  return ipaddr.isValid(address) ? [...new Set(names)].map((name) => `${address} ${name}`) : [];
}
