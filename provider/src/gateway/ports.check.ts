import { under, type Problem } from "../problems";
import type { GatewayArgs, GatewayPortsArgs } from "./gateway";

/** Ports of a gateway's Service, its defaults applied. */
export function portsOf({ ports = {} }: GatewayArgs): Required<GatewayPortsArgs> {
  return { http: ports.http ?? 80, https: ports.https ?? 443 };
}

const nodePorts = ["httpNodePort", "httpsNodePort"] as const;

/** One port can't have two meanings: of a gateway's own ports, and of the nodes' ports, which all gateways share. */
export function checkPorts(gateways: readonly GatewayArgs[]): Problem[] {
  const taken = gateways.flatMap((gateway, index) =>
    nodePorts.flatMap((property) => {
      const port = gateway[property];
      return port === undefined ? [] : [{ port, property, index, path: `gateways[${index}].${property}` }];
    }),
  );
  const twice = taken.flatMap(({ port, path }, index): Problem[] => {
    const first = taken.findIndex((other) => other.port === port);
    const reason = `${port} is ${taken[first]?.path} already, and a port of the nodes leads to one place; take another, or leave it to the cluster`;
    return first < index ? [{ path, code: "KN6010", reason }] : [];
  });
  return [
    ...gateways.flatMap((gateway, index) => under(`gateways[${index}].ports`, checkDistinct(gateway))),
    ...twice,
  ];
}

function checkDistinct(gateway: GatewayArgs): Problem[] {
  const { http, https } = portsOf(gateway);
  if (http !== https) {
    return [];
  }
  const path = gateway.ports?.https === undefined ? "http" : "https";
  const [other, standard] = path === "http" ? ["HTTPS", 80] : ["HTTP", 443];
  const reason = `${http} is the port for ${other} already, and one port can't serve both; take another, such as ${standard}`;
  return [{ path, code: "KN6010", reason }];
}
