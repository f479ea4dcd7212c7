import { Exposure, type GatewayAddress } from "./gateway";
import type { PlannedGateway } from "./layer";
import { portsOf } from "./ports.check";

/** Where a gateway is reached, as the object before it tells. */
export type GatewayPlace = Omit<GatewayAddress, "domain">;

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
export function serviceAddress(
  gateway: Pick<PlannedGateway, "name" | "exposure" | "ports">,
  { spec, status }: ServiceParts,
): GatewayPlace {
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
