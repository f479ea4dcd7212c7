import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { under, type Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { Visibility } from "../service/visibility";
import { when } from "./check.support";

/**
 * Gateways whose load balancers report a name: no domain can be made of one, which would else come out only once the load
 * balancer is there.
 */
export function checkNamedLoadBalancers(args: ServingArgs): Problem[] {
  const { domain, domains, visibility, gateways = [] } = args;
  if (domain !== undefined || domains !== undefined || visibility === Visibility.ClusterLocal) {
    return [];
  }
  return gateways.flatMap((gateway, index) => under(`gateways[${index}]`, checkNamed(gateway)));
}

function checkNamed({ alibaba, domain, address, exposure }: GatewayArgs): Problem[] {
  const isNamed = alibaba?.type === "nlb" || alibaba?.hostname !== undefined;
  return when(
    exposure === Exposure.LoadBalancer && isNamed && domain === undefined && address === undefined,
    alibaba?.type === "nlb" ? "alibaba.type" : "alibaba.hostname",
    "KN3403",
    `gives the gateway a name, ${alibaba?.type === "nlb" ? "for an NLB has no address" : "not an address"}, and no domain can be made of that; set the domain of serving to one of yours, with a CNAME record to the load balancer`,
  );
}
