import { Output } from "@pulumi/pulumi";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { addressTypeOf } from "./annotations.render";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaAddressType, AlibabaSlbType } from "./loadBalancer.enums";

/** The Service that is adopted, with its defaults. */
export function adoptedService({ service = {} }: AlibabaLoadBalancerArgs): {
  readonly namespace: string;
  readonly name: string;
} {
  return { namespace: service.namespace ?? "knative-serving", name: service.name ?? "kourier" };
}

/** Whether this program makes the load balancer itself. */
export function isMadeHere({ madeBy }: AlibabaLoadBalancerArgs): boolean {
  return madeBy === "pulumi";
}

/**
 * What the Service says of a load balancer that this program made: what it is made of stays with the resource, its listeners are
 * the Service's, for it has no others.
 */
export function handedOver(settings: AlibabaSlbArgs, id: AlibabaSlbArgs["id"]): AlibabaSlbArgs {
  const isNlb = settings.type === AlibabaSlbType.Nlb;
  return {
    // An NLB's version of IP counts for its server groups, too.
    ...without(settings, isNlb ? ofResource.filter((key) => key !== "ipVersion") : ofResource),
    id,
    forceOverrideListeners: settings.forceOverrideListeners ?? true,
  };
}

/** What a load balancer is made of. */
const ofResource: readonly (keyof AlibabaSlbArgs)[] = [
  "addressType",
  "name",
  "resourceGroupId",
  "tags",
  "ipVersion",
  "deleteProtection",
  "modificationProtection",
  "network",
  "billing",
];

/** The same settings without some of them. */
export function without(settings: AlibabaSlbArgs, keys: readonly (keyof AlibabaSlbArgs)[]): AlibabaSlbArgs {
  const rest = Object.entries(settings).filter(([key]) => !keys.includes(key as keyof AlibabaSlbArgs));
  return Object.fromEntries(rest);
}

/** The names of certificates that settings mention, by the places where they do. Those not known yet are left out. */
export function certificateNames({ tls = {} }: AlibabaSlbArgs): Readonly<Record<string, string>> {
  const { certId, domainExtensions = {} } = tls;
  const places: [string, unknown][] = [
    ["tls.certId", certId],
    ...Object.entries(domainExtensions).map(([domain, id]): [string, unknown] => [
      `tls.domainExtensions[${JSON.stringify(domain)}]`,
      id,
    ]),
  ];
  return Object.fromEntries(
    places.filter((place): place is [string, string] => typeof place[1] === "string"),
  );
}

/** The same settings with ids in the place of names. */
export function withCertificates(
  settings: AlibabaSlbArgs,
  idOf: (name: string) => Output<string> | undefined,
): AlibabaSlbArgs {
  const { tls } = settings;
  if (tls === undefined) {
    return settings;
  }
  const replaced = <T>(value: T) => (typeof value === "string" ? (idOf(value) ?? value) : value);
  const { certId, domainExtensions } = tls;
  return {
    ...settings,
    tls: {
      ...tls,
      ...(certId === undefined ? {} : { certId: replaced(certId) }),
      ...(domainExtensions === undefined
        ? {}
        : {
            domainExtensions: Object.fromEntries(
              Object.entries(domainExtensions).map(([domain, id]) => [domain, replaced(id)]),
            ),
          }),
    },
  };
}

/** Whether the load balancer's own address is public. */
export function isPublic(settings: AlibabaSlbArgs): boolean {
  return addressTypeOf(settings) === AlibabaAddressType.Internet;
}

/** The type of record that leads to the gateway. */
export function recordType({ settings = {}, eip }: AlibabaLoadBalancerArgs): "A" | "AAAA" | "CNAME" {
  if (eip !== undefined) {
    return "A";
  }
  if (settings.type === AlibabaSlbType.Nlb || settings.hostname !== undefined) {
    return "CNAME";
  }
  return settings.ipVersion === "ipv6" ? "AAAA" : "A";
}

/** A host's name in its zone, as the cloud's DNS writes it; undefined where it is in another. */
export function recordName(host: string, zone: string): string | undefined {
  if (host === zone) {
    return "@";
  }
  return host.endsWith(`.${zone}`) ? host.slice(0, -zone.length - 1) : undefined;
}
