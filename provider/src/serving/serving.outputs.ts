import * as pulumi from "@pulumi/pulumi";
import type { GatewayAddress } from "../gateway/gateway";
import type { GatewayLayer, PlannedGateway } from "../gateway/layer";
import type { DerivedManifest, KubernetesObject, Registered } from "../manifests/objects";
import { domainConfig } from "./domains";
import { magicDomain } from "./gatewayAddress";
import type { ServingPlan } from "./serving.plan";
import type { ServingDomainArgs } from "./settings";

export const domainConfigKey = "ConfigMap/knative-serving/config-domain";
export const networkConfigKey = "ConfigMap/knative-serving/config-network";

/** Where a gateway is reached, once it has an address; in a preview it may stay unknown. */
function placeOf(
  layer: GatewayLayer,
  gateway: PlannedGateway,
  { spec, status }: KubernetesObject,
): pulumi.Output<Omit<GatewayAddress, "domain">> {
  return pulumi.all([spec, status, gateway.address]).apply(([known, live, given]) => {
    // Where its exposure changes, the state tells in a preview of what it was: what is new is still to come.
    const orToCome = <T>(found: T | undefined, otherwise: T): T =>
      found ?? (pulumi.runtime.isDryRun() ? (pulumi.unknown as T) : otherwise);
    const found = layer.placeOf(gateway, { spec: known, status: live });
    return {
      name: found.name,
      address: given ?? orToCome(found.address, ""),
      httpPort: orToCome(found.httpPort, 80),
      httpsPort: orToCome(found.httpsPort, 443),
    };
  });
}

/** Where all gateways for requests from outside are reached. */
export function gatewayAddresses(
  plan: ServingPlan,
  { objects }: Registered,
): pulumi.Output<GatewayAddress[]> {
  const places = plan.gateways.flatMap((gateway) => {
    const object = objects.get(gateway.addressedBy);
    return object === undefined ? [] : [placeOf(plan.layer, gateway, object)];
  });
  const given = plan.gateways.map((gateway) => givenDomain(plan, gateway));
  return pulumi.all([pulumi.all(places), pulumi.all(given)]).apply(([known, domains]) =>
    known.map((place, index) => ({
      ...place,
      domain: domains[index] ?? magicDomain(place.address, plan.magicDns),
    })),
  );
}

/** The domain of a gateway's services where it isn't made from the gateway's address. */
function givenDomain(plan: ServingPlan, gateway: PlannedGateway): pulumi.Input<string> | undefined {
  const open = plan.domains?.find(({ selector }) => Object.keys(selector ?? {}).length === 0);
  return gateway.domain ?? (plan.domains === undefined ? undefined : (open?.name ?? "svc.cluster.local"));
}

/** The domain of services that match no selector: as given, or made from the first gateway's address. */
export function servingDomain(gateways: pulumi.Output<GatewayAddress[]>): pulumi.Output<string> {
  return gateways.apply(([gateway]) => gateway?.domain ?? "svc.cluster.local");
}

/**
 * Domains with their services, where no domain is made from an address: as given, with those of gateways for the services
 * that ask for them by name.
 */
export function givenDomains({ domains, gateways }: ServingPlan): readonly ServingDomainArgs[] | undefined {
  const own = gateways.flatMap(({ domain, chosenBy }) =>
    domain === undefined || chosenBy === undefined ? [] : [{ name: domain, selector: { ...chosenBy } }],
  );
  return domains === undefined ? undefined : [...domains, ...own];
}

/**
 * Where no domain is given, config-domain is written from the gateways' real addresses. It is there before the
 * controller starts, so no service ever has another domain first.
 */
export function domainFromGateways(plan: ServingPlan): Readonly<Record<string, DerivedManifest>> {
  return !isMadeFromGateways(plan)
    ? {}
    : {
        [domainConfigKey]: {
          from: plan.gateways.map(({ addressedBy }) => addressedBy),
          derive: (objects) => ({ data: pulumi.output(domainConfig(domainsFrom(plan, objects))) }),
        },
      };
}

/** The one program that reads config-domain: without it, it doesn't start. */
export const domainReaders = { "Deployment/knative-serving/controller": [domainConfigKey] } as const;

/** The domains that are made from the gateways' addresses, or undefined where domains are given. */
export function domainsFromGateways(
  plan: ServingPlan,
  { objects }: Registered,
): readonly ServingDomainArgs[] | undefined {
  const addressed = plan.gateways.flatMap(({ addressedBy }) => objects.get(addressedBy) ?? []);
  return isMadeFromGateways(plan) ? domainsFrom(plan, addressed) : undefined;
}

function isMadeFromGateways({ domains, gateways }: ServingPlan): boolean {
  return domains === undefined && gateways.length > 0;
}

function domainsFrom(plan: ServingPlan, addressed: readonly KubernetesObject[]): ServingDomainArgs[] {
  return plan.gateways.flatMap((gateway, index) => {
    const object = addressed[index];
    return object === undefined
      ? []
      : [
          {
            name:
              gateway.domain ??
              placeOf(plan.layer, gateway, object).apply(({ address }) =>
                magicDomain(address, plan.magicDns),
              ),
            selector: gateway.chosenBy && { ...gateway.chosenBy },
          },
        ];
  });
}
