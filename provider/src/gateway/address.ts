import { Exposure, type GatewayPlace } from "./gateway";
import type { PlannedGateway } from "./layer";
import { portsOf } from "./ports.check";

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

/** Where a gateway's Service is reached, by the way that it is exposed; what it doesn't tell yet is undefined. */
export function serviceAddress(
  gateway: Pick<PlannedGateway, "name" | "exposure" | "ports" | "addressPorts">,
  { spec, status }: ServiceParts,
): GatewayPlace {
  const { http, https } = portsOf(gateway);
  const portFor = (port: number) =>
    gateway.exposure === Exposure.NodePort
      ? spec?.ports?.find((candidate) => candidate.port === port)?.nodePort
      : port;
  return {
    name: gateway.name,
    address: ownAddress(gateway.exposure, { spec, status }),
    httpPort: gateway.addressPorts?.http ?? portFor(http),
    httpsPort: gateway.addressPorts?.https ?? portFor(https),
  };
}

/** A gateway at the nodes' ports has no address of its own: the Service's is none of theirs. */
function ownAddress(exposure: Exposure, { spec, status }: ServiceParts): string | undefined {
  const reported = status?.loadBalancer?.ingress ?? [];
  switch (exposure) {
    case Exposure.LoadBalancer:
      return reported.find(({ ip }) => ip !== undefined)?.ip ?? reported[0]?.hostname;
    case Exposure.ClusterIP:
      return spec?.clusterIP;
    case Exposure.NodePort:
      return undefined;
  }
}
