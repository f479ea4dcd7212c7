import { choosingLabels } from "../gateway/choice";
import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import { trafficOf } from "../service/traffic.render";
import { isClusterLocal } from "../service/visibility";
import { defaultTagTemplate, hostOf, tagNameOf } from "../serving/hosts";
import type { ServingArgs } from "../serving/serving.args";
import { domainTemplateOf } from "../serving/tls.coverage";

/** A host that Knative will make, and which property it comes from. */
interface MadeHost {
  readonly path: string;
  readonly host: string;
}

// Where the domain comes from an address, only what stands before it can be judged: any will do.
const anyDomain = "example.com";
const longestLabel = 63;
const longestHost = 253;

/**
 * Hosts of services and of their tags that no certificate, route or name server would take, or that two of them share, by the
 * installation's templates. Knative finds out once the service is there (serving pkg/reconciler/route/domains/domains.go), or never.
 */
export function checkHosts(serving: ServingArgs, services: readonly ServiceArgs[]): Problem[] {
  const hosts = services.flatMap((service, index) =>
    isClusterLocal(service) ? [] : hostsOf(serving, service, `services[${index}]`),
  );
  return [...hosts.flatMap(checkLength), ...checkShared(hosts)];
}

function hostsOf(serving: ServingArgs, service: ServiceArgs, path: string): MadeHost[] {
  const { name = "", namespace = "default" } = service;
  const tags = trafficOf(service) ?? [];
  const tagTemplate =
    serving.config?.["config-network"]?.["tag-template"] ??
    serving.network?.tagTemplate ??
    defaultTagTemplate;
  const names = [
    { path: `${path}.name`, made: name },
    ...tags.flatMap(({ tag }, index) => {
      const made = tag === undefined ? undefined : tagNameOf(tagTemplate, name, tag);
      return made === undefined ? [] : [{ path: `${path}.traffic[${index}].tag`, made }];
    }),
  ];
  return names.flatMap(({ path: at, made }) => {
    const host = hostOf(domainTemplateOf(serving), { name: made, namespace }, domainOf(serving, service));
    return host === undefined ? [] : [{ path: at, host }];
  });
}

/** Services of different domains may have the same name before it; which one a service has goes by its labels. */
function domainOf({ domain, domains }: ServingArgs, service: ServiceArgs): string {
  const labels = choosingLabels(service);
  const chosen = domains?.find(({ selector }) =>
    Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value),
  )?.name;
  const given = domains === undefined ? domain : chosen;
  return typeof given === "string" ? given : anyDomain;
}

function checkLength({ path, host }: MadeHost): Problem[] {
  const label = host.split(".").find((part) => part.length > longestLabel);
  if (label === undefined && host.length <= longestHost) {
    return [];
  }
  const what =
    label === undefined
      ? `"${host}" has ${host.length} characters, and names have at most ${longestHost}`
      : `"${label}" has ${label.length} characters, and a label of a host has at most ${longestLabel}`;
  const reason = `makes a host by serving.network.domainTemplate that can't be: ${what}; shorten it or change the template`;
  return [{ path, code: "KN4025", reason }];
}

function checkShared(hosts: readonly MadeHost[]): Problem[] {
  const first = new Map(hosts.toReversed().map((one) => [one.host, one.path]));
  return hosts.flatMap(({ path, host }): Problem[] => {
    const earlier = first.get(host);
    const reason = `makes the host "${host}" by serving.network's templates, which ${earlier} makes already: only one of them would answer; change one, or put {{.Namespace}} into the template`;
    return earlier === undefined || earlier === path ? [] : [{ path, code: "KN4025", reason }];
  });
}
