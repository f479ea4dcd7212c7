import { gatewayLoadBalancer } from "../alibaba/gateway.service";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import { annotate, keyOf, updateAt, type Manifest, type Transform } from "../manifests/manifest";
import { setServiceExposure, type ServiceExposure } from "../manifests/transforms";
import { defined } from "../manifests/defined";

/** The Service before Kourier's proxies: a name that its controller relies on. */
export const kourierService = "kourier-system/kourier";

/** Annotations that have a load balancer's address waited for, and only that: its endpoints come later, with the proxies. */
export function awaitAddress({ addressTimeoutSeconds }: GatewayArgs): Readonly<Record<string, string>> {
  return {
    "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}",
    ...(addressTimeoutSeconds === undefined
      ? {}
      : { "pulumi.com/timeoutSeconds": String(addressTimeoutSeconds) }),
  };
}

/** What makes upstream's one gateway the one that is asked for. */
export function kourierGatewaySteps(gateway: GatewayArgs): Transform[] {
  const { exposure, loadBalancerIP, loadBalancerSourceRanges, externalTrafficPolicy } = gateway;
  const { annotations, loadBalancerClass, plainPorts } = gatewayLoadBalancer(gateway);
  const exposed = {
    type: exposure,
    annotations,
    loadBalancerClass,
    loadBalancerIP,
    loadBalancerSourceRanges,
    externalTrafficPolicy,
  } as ServiceExposure; // Inputs pass through untouched
  const isGateway = (manifest: Manifest) => keyOf(manifest) === `Service/${kourierService}`;
  return [
    setServiceExposure(kourierService, exposed),
    (manifest) => (isGateway(manifest) ? withPorts(manifest, gateway) : manifest),
    (manifest) =>
      isGateway(manifest) && exposure === Exposure.LoadBalancer
        ? annotate(manifest, awaitAddress(gateway))
        : manifest,
    (manifest) => (isGateway(manifest) ? withPlainPorts(manifest, plainPorts) : manifest),
  ];
}

/** Upstream's ports 80 and 443 by the numbers that are asked for; where they lead to stays. */
function withPorts(service: Manifest, gateway: GatewayArgs): Manifest {
  const { http, https } = portsOf(gateway);
  const { httpNodePort, httpsNodePort } = gateway;
  const asked: Readonly<Record<number, object>> = {
    80: defined({ port: http, nodePort: httpNodePort }),
    443: defined({ port: https, nodePort: httpsNodePort }),
  };
  return updateAt(service, ["spec", "ports"], (ports) =>
    (ports as readonly { readonly port: number }[]).map((entry) => ({ ...entry, ...asked[entry.port] })),
  );
}

/** Leads ports whose TLS has ended at the load balancer to where the gateway takes plain requests. */
function withPlainPorts(service: Manifest, plainPorts: readonly number[]): Manifest {
  return updateAt(service, ["spec", "ports"], (value) => {
    const ports = value as readonly { readonly port: number; readonly targetPort?: unknown }[];
    const targetPort = ports.find(({ port }) => port === 80)?.targetPort;
    return ports.map((entry) => (plainPorts.includes(entry.port) ? { ...entry, targetPort } : entry));
  });
}
