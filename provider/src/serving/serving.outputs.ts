import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { ProblemsError } from "../problems";
import { Exposure, type GatewayAddress } from "../gateway/gateway";
import type { PlannedGateway } from "../gateway/layer";
import { portsOf } from "../gateway/ports.check";
import type { DerivedManifest, KubernetesObject, Registered } from "../manifests/objects";
import { domainConfig } from "./domains";
import type { ServingPlan } from "./serving.plan";
import type { ServingDomainArgs } from "./settings";

export const domainConfigKey = "ConfigMap/knative-serving/config-domain";
export const networkConfigKey = "ConfigMap/knative-serving/config-network";

interface Port {
  readonly port: number;
  readonly nodePort?: number;
}

/** The parts of a Kubernetes Service that tell where it is reached. */
export interface ServiceParts {
  readonly spec?: { readonly clusterIP?: string; readonly ports?: readonly Port[] };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

/** Where a gateway's Service is reached, by the way that it is exposed; the address is empty until it has one. */
export function addressOf(
  gateway: Pick<PlannedGateway, "name" | "exposure" | "ports">,
  { spec, status }: ServiceParts,
): Omit<GatewayAddress, "domain"> {
  const ingress = status?.loadBalancer?.ingress?.[0];
  const own =
    gateway.exposure === Exposure.LoadBalancer ? (ingress?.ip ?? ingress?.hostname) : spec?.clusterIP;
  const portFor = (port: number) => {
    const nodePort = spec?.ports?.find((candidate) => candidate.port === port)?.nodePort;
    return gateway.exposure === Exposure.NodePort ? (nodePort ?? port) : port;
  };
  const { http, https } = portsOf(gateway);
  return { name: gateway.name, address: own ?? "", httpPort: portFor(http), httpsPort: portFor(https) };
}

/** The domain that an address makes: `203.0.113.10.sslip.io`. IPv6 is written with dashes, for names have no colons. */
export function magicDomain(address: string, magicDns: string): string {
  if (address !== "" && !ipaddr.isValid(address)) {
    const reason = `no domain can be made of ${JSON.stringify(address)}, for ${magicDns} answers with IP addresses only; set domain to one of your own`;
    throw new ProblemsError("Serving", [{ path: "domain", code: "KN3403", reason }]);
  }
  return `${address.replaceAll(":", "-")}.${magicDns}`;
}

/** Where a gateway is reached, once its Service has an address; in a preview it may stay unknown. */
function placeOf(
  gateway: PlannedGateway,
  { spec, status }: KubernetesObject,
): pulumi.Output<Omit<GatewayAddress, "domain">> {
  return pulumi.all([spec, status, gateway.address]).apply(([known, live, given]) => {
    const found = addressOf(gateway, { spec: known, status: live });
    // Where its exposure changes, the state tells in a preview of what it was: the new address is still to come.
    const isToCome = found.address === "" && pulumi.runtime.isDryRun();
    return { ...found, address: given ?? (isToCome ? (pulumi.unknown as string) : found.address) };
  });
}

/** Where all gateways for requests from outside are reached. */
export function gatewayAddresses(
  plan: ServingPlan,
  { objects }: Registered,
): pulumi.Output<GatewayAddress[]> {
  const places = plan.gateways.flatMap((gateway) => {
    const service = objects.get(serviceKeyOf(gateway));
    return service === undefined ? [] : [placeOf(gateway, service)];
  });
  const given = plan.gateways.map((gateway) => givenDomain(plan, gateway));
  return pulumi.all([pulumi.all(places), pulumi.all(given)]).apply(([known, domains]) =>
    known.map((place, index) => ({
      ...place,
      domain: domains[index] ?? magicDomain(place.address, plan.magicDns),
    })),
  );
}

/** The Kubernetes Service before a gateway, as `registerObjects` knows it. */
export function serviceKeyOf({ service }: PlannedGateway): string {
  return `Service/${service}`;
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
 * controllers start, so no service ever has another domain first.
 */
export function domainFromGateways(plan: ServingPlan): Readonly<Record<string, DerivedManifest>> {
  return !isMadeFromGateways(plan)
    ? {}
    : {
        [domainConfigKey]: {
          from: plan.gateways.map(serviceKeyOf),
          derive: (services) => ({ data: pulumi.output(domainConfig(domainsFrom(plan, services))) }),
        },
      };
}

/** The domains that are made from the gateways' addresses, or undefined where domains are given. */
export function domainsFromGateways(
  plan: ServingPlan,
  { objects }: Registered,
): readonly ServingDomainArgs[] | undefined {
  const services = plan.gateways.flatMap((gateway) => objects.get(serviceKeyOf(gateway)) ?? []);
  return isMadeFromGateways(plan) ? domainsFrom(plan, services) : undefined;
}

function isMadeFromGateways({ domains, gateways }: ServingPlan): boolean {
  return domains === undefined && gateways.length > 0;
}

function domainsFrom(plan: ServingPlan, services: readonly KubernetesObject[]): ServingDomainArgs[] {
  return plan.gateways.flatMap((gateway, index) => {
    const service = services[index];
    return service === undefined
      ? []
      : [
          {
            name:
              gateway.domain ??
              placeOf(gateway, service).apply(({ address }) => magicDomain(address, plan.magicDns)),
            selector: gateway.chosenBy && { ...gateway.chosenBy },
          },
        ];
  });
}
