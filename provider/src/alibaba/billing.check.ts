import type { Problem } from "../problems";
import { addressTypeOf } from "./annotations.render";
import { eachGiven, typeOf, when } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** What is paid for: each way of paying has settings of its own, and the controller passes over the others'. */
export function checkBilling(args: AlibabaSlbArgs): Problem[] {
  return typeOf(args) === "clb" ? checkClb(args) : checkNlb(args);
}

function checkClb(args: AlibabaSlbArgs): Problem[] {
  const { billing = {}, id, addressType } = args;
  const { instanceChargeType, spec, chargeType, bandwidth } = billing;
  const intranet = id === undefined ? addressTypeOf(args) === "intranet" : addressType === "intranet";
  if (intranet) {
    const reason =
      'is for addressType "internet": an intranet CLB pays for no traffic, and the controller passes over it; remove it, or set addressType: internet';
    return [
      ...eachGiven(args, ["billing.chargeType", "billing.bandwidth"], "KN7011", reason),
      ...checkSpec(instanceChargeType, spec),
    ];
  }
  return [
    ...when(
      bandwidth !== undefined && chargeType !== "paybybandwidth",
      "billing.bandwidth",
      "KN7012",
      'is passed over unless chargeType is "paybybandwidth"; set it, or remove bandwidth',
    ),
    ...when(
      bandwidth === undefined && chargeType === "paybybandwidth",
      "billing.bandwidth",
      "KN7012",
      'is needed with chargeType "paybybandwidth": the bandwidth to pay for, from 1 to 5120 Mbit/s',
    ),
    ...checkSpec(instanceChargeType, spec),
  ];
}

function checkSpec(instanceChargeType: string | undefined, spec: string | undefined): Problem[] {
  return when(
    spec !== undefined && instanceChargeType !== "PayBySpec",
    "billing.spec",
    "KN7013",
    'is for instanceChargeType "PayBySpec"; the default, "PayByCLCU", pays for use and has no specification: set instanceChargeType: PayBySpec, or remove spec',
  );
}

function checkNlb(args: AlibabaSlbArgs): Problem[] {
  const { id, billing = {}, addressType } = args;
  const intranet = id === undefined ? addressTypeOf(args) === "intranet" : addressType === "intranet";
  return when(
    intranet && billing.bandwidthPackageId !== undefined,
    "billing.bandwidthPackageId",
    "KN7011",
    'is for addressType "internet": it shares out public bandwidth; remove it, or set addressType: internet',
  );
}
