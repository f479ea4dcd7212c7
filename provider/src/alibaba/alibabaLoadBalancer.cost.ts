import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { isPublic } from "./alibabaLoadBalancer.settings";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** What is paid for by the month for these arguments, a line for each. Prices differ by region; none is named. */
export function costDrivers(args: AlibabaLoadBalancerArgs): string[] {
  const { eip, dns, settings = {}, madeBy = "controller" } = args;
  return [
    settings.id === undefined
      ? `${balancer(args)}, made by ${madeBy === "pulumi" ? "this program" : "the controller"}`
      : "the load balancer that settings.id names: paid for with or without this",
    ...(isPublic(settings) && settings.id === undefined ? [publicTraffic(args)] : []),
    ...(settings.preserveOnDelete === true
      ? ["the load balancer after a destroy, too: settings.preserveOnDelete"]
      : []),
    ...(eip === undefined
      ? []
      : [
          eip.chargeType === "PayByBandwidth"
            ? `EIP: an hour's fee for ${eip.bandwidth ?? 5} Mbit/s, used or not`
            : "EIP: an hour's fee while it is kept, and each GiB of outbound traffic",
        ]),
    ...((dns?.ttl ?? 600) < 600 ? ["the DNS zone's edition: a TTL below 600 needs a paid one"] : []),
  ];
}

function balancer({ settings = {} }: AlibabaLoadBalancerArgs): string {
  if (settings.type === AlibabaSlbType.Nlb) {
    return "NLB: an hour's fee and capacity units (LCU) by use";
  }
  const { instanceChargeType, spec = "slb.s1.small" } = settings.billing ?? {};
  return instanceChargeType === "PayBySpec"
    ? `CLB: an hour's fee for the specification ${spec}, used or not`
    : "CLB: an hour's fee and capacity units (CLCU) by use";
}

function publicTraffic({ settings = {} }: AlibabaLoadBalancerArgs): string {
  const { chargeType, bandwidth = 0, bandwidthPackageId } = settings.billing ?? {};
  if (bandwidthPackageId !== undefined) {
    return "public address: the bandwidth package that it shares";
  }
  return chargeType === "paybybandwidth"
    ? `public address: ${bandwidth} Mbit/s, used or not`
    : "public address: each GiB of outbound traffic";
}
