import { checkNamedLoadBalancers } from "../alibaba/domains.check";
import { checkGateways } from "../gateway/gateway.check";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { Problem } from "../problems";
import { Visibility } from "../service/visibility";
import { addressProblem } from "./gatewayAddress";
import { layerOf } from "./layers";
import { MagicDns, type ServingArgs } from "./serving.args";

/** What the ingress layer can't do, or would pass over in silence. */
export function checkIngress(args: ServingArgs): Problem[] {
  return [
    ...layerOf(args).check(args),
    ...checkGateways(args.gateways ?? [{}]),
    ...checkNamedLoadBalancers(args),
    ...checkHomeless(args),
    ...checkNamedAddresses(args),
    ...checkDefaultDomain(args.gateways ?? []),
  ];
}

/** Nobody but the user knows the address of a node. */
function checkHomeless({ gateways = [{}] }: ServingArgs): Problem[] {
  return gateways.flatMap(({ exposure, address, local }, index): Problem[] =>
    exposure === Exposure.NodePort && address === undefined && local !== true
      ? [
          {
            path: `gateways[${index}].address`,
            code: "KN3402",
            reason:
              'is needed with exposure "NodePort": the address of a node, or of what stands before the nodes (its ports are addressPorts)',
          },
        ]
      : [],
  );
}

/** A name that was given in the place of an address makes no domain. */
function checkNamedAddresses({
  gateways = [],
  domain,
  domains,
  visibility,
  magicDns,
}: ServingArgs): Problem[] {
  const isMade = domain === undefined && domains === undefined && visibility !== Visibility.ClusterLocal;
  return gateways.flatMap((gateway, index): Problem[] => {
    const problem =
      isMade && gateway.domain === undefined && gateway.local !== true
        ? addressProblem(gateway.address, magicDns ?? MagicDns.Sslip)
        : undefined;
    return problem === undefined ? [] : [{ path: `gateways[${index}].address`, ...problem }];
  });
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
