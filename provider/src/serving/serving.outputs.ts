import * as pulumi from "@pulumi/pulumi";
import { Exposure, type GatewayAddress } from "../gateway/gateway";
import type { DerivedManifest, KubernetesObject, Registered } from "../manifests/objects";
import type { PlannedGateway, ServingPlan } from "./serving.plan";

/** The Service that stands before Kourier's proxies. */
export const gatewayServiceKey = "Service/kourier-system/kourier";
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
export function addressOf(gateway: PlannedGateway, { spec, status }: ServiceParts): GatewayAddress {
  const ingress = status?.loadBalancer?.ingress?.[0];
  const own =
    gateway.exposure === Exposure.LoadBalancer ? (ingress?.ip ?? ingress?.hostname) : spec?.clusterIP;
  const portFor = (port: number) => {
    const nodePort = spec?.ports?.find((candidate) => candidate.port === port)?.nodePort;
    return gateway.exposure === Exposure.NodePort ? (nodePort ?? port) : port;
  };
  return { name: gateway.name, address: own ?? "", httpPort: portFor(80), httpsPort: portFor(443) };
}

/** The domain that an address makes: `203.0.113.10.sslip.io`. IPv6 is written with dashes, for names have no colons. */
export function magicDomain(address: string, magicDns: string): string {
  return `${address.replaceAll(":", "-")}.${magicDns}`;
}

/** The gateway's address, once its Service has one; in a preview it may stay unknown. */
function gatewayAddress(plan: ServingPlan, service: KubernetesObject): pulumi.Output<GatewayAddress> {
  return pulumi.all([service.spec, service.status, plan.gateway.address]).apply(([spec, status, given]) => {
    const found = addressOf(plan.gateway, { spec, status });
    return { ...found, address: given ?? found.address };
  });
}

/** Where all gateways are reached. */
export function gatewayAddresses(plan: ServingPlan, installed: Registered): pulumi.Output<GatewayAddress[]> {
  const service = installed.objects.get(gatewayServiceKey);
  return service === undefined
    ? pulumi.output([])
    : gatewayAddress(plan, service).apply((address) => [address]);
}

/** The domain of services that match no selector: as given, or made from the gateway's address. */
export function servingDomain(
  plan: ServingPlan,
  gateways: pulumi.Output<GatewayAddress[]>,
): pulumi.Output<string> {
  const open = plan.domains?.find(({ selector }) => Object.keys(selector ?? {}).length === 0);
  if (plan.domains !== undefined) {
    return pulumi.output(open?.name ?? "svc.cluster.local");
  }
  return gateways.apply(([gateway]) => magicDomain(gateway?.address ?? "", plan.magicDns));
}

/**
 * Where no domain is given, config-domain is written from the gateway's real address. It is there before the
 * controllers start, so no service ever has another domain first.
 */
export function domainFromGateway(plan: ServingPlan): Readonly<Record<string, DerivedManifest>> {
  return plan.domains === undefined
    ? {
        [domainConfigKey]: {
          from: gatewayServiceKey,
          derive: (service) => ({
            data: gatewayAddress(plan, service).apply(({ address }) => ({
              [magicDomain(address, plan.magicDns)]: "",
            })),
          }),
        },
      }
    : {};
}
