import { checkNamedLoadBalancers } from "../alibaba/domains.check";
import { checkGateways } from "../gateway/gateway.check";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { Problem } from "../problems";
import { layerOf } from "./layers";
import type { ServingArgs } from "./serving.args";

/** What the ingress layer can't do, or would pass over in silence. */
export function checkIngress(args: ServingArgs): Problem[] {
  return [
    ...layerOf(args).check(args),
    ...checkGateways(args.gateways ?? [{}]),
    ...checkNamedLoadBalancers(args),
    ...checkHomeless(args),
    ...checkDefaultDomain(args.gateways ?? []),
  ];
}

/** Nobody but the user knows the address of a node. */
function checkHomeless({ gateways = [{}], domain, domains }: ServingArgs): Problem[] {
  return gateways.flatMap((gateway, index): Problem[] =>
    gateway.exposure === Exposure.NodePort &&
    gateway.address === undefined &&
    gateway.domain === undefined &&
    domain === undefined &&
    domains === undefined
      ? [
          {
            path: `gateways[${index}].address`,
            code: "KN3402",
            reason:
              'is needed with exposure "NodePort": the address of a node or of what stands before the nodes; or set domain',
          },
        ]
      : [],
  );
}

/** What asks for no gateway has the installation's domain. */
function checkDefaultDomain(gateways: readonly GatewayArgs[]): Problem[] {
  return gateways.flatMap((gateway, index): Problem[] =>
    gateway.domain !== undefined && gateway.local !== true && (gateway.default ?? gateways.length === 1)
      ? [
          {
            path: `gateways[${index}].domain`,
            code: "KN1008",
            reason:
              "has no effect for the default gateway, which serves the installation's domain; set domain beside gateways",
          },
        ]
      : [],
  );
}
