import type { Problem } from "../problems";
import { isListeners } from "./annotations.table";
import { eachGiven, givenRows, problem, typeOf, when, type SlbContext } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { problemPath } from "./properties";

/** A load balancer of the user's: what it is, is decided; its listeners are the user's unless they are given away. */
export function checkReuse(args: AlibabaSlbArgs, { sourceRanges = [] }: SlbContext): Problem[] {
  return [
    ...(args.id === undefined ? checkOwn(args) : checkReused(args)),
    ...when(
      sourceRanges.length > 0 && typeOf(args) === "clb",
      "loadBalancerSourceRanges",
      "KN7005",
      "is not read for a CLB, which would stay open to all; use acl, or type: nlb",
    ),
    ...when(
      sourceRanges.length > 0 && typeOf(args) === "nlb" && args.id !== undefined,
      "loadBalancerSourceRanges",
      "KN7005",
      "is not read for an NLB of yours, which would stay open to all; use network.securityGroupIds",
    ),
  ];
}

const createOnly = [
  "network.networkType",
  "network.vswitchId",
  "network.ip",
  "network.masterZoneId",
  "network.slaveZoneId",
  "preserveOnDelete",
] as const;

function checkReused(args: AlibabaSlbArgs): Problem[] {
  const { id, forceOverrideListeners, backends = {} } = args;
  const type = typeOf(args);
  const other = { clb: "nlb-", nlb: "lb-" }[type];
  return [
    ...when(
      typeof id === "string" && id.startsWith(other),
      "id",
      "KN7043",
      `names no ${type.toUpperCase()}, got ${JSON.stringify(id)}; set type: ${type === "clb" ? "nlb" : "clb"}, or name another`,
    ),
    ...eachGiven(
      args,
      // An NLB's server groups are made in the group, too, whosever the NLB is.
      type === "clb" ? [...createOnly, "resourceGroupId"] : createOnly,
      "KN7041",
      "is decided for the load balancer that id names, and can't be changed here; remove it",
    ),
    ...(forceOverrideListeners === true ? [] : checkListenersLeft(args)),
    ...when(
      backends.weight !== undefined && !hasGroups(args),
      "backends.weight",
      "KN7042",
      "is for server groups of yours; name them in listeners[].serverGroupId, or remove it",
    ),
  ];
}

function checkListenersLeft(args: AlibabaSlbArgs): Problem[] {
  const reason =
    "has no effect: the listeners of the load balancer that id names are yours; set forceOverrideListeners: true to have them overwritten, or remove it";
  const left = givenRows(args).filter((row) => isListeners(row, typeOf(args)));
  return left.map(({ path }) => problem(problemPath(path), "KN7040", reason));
}

function checkOwn(args: AlibabaSlbArgs): Problem[] {
  const reason = "is for a load balancer of yours, which id names; set id, or remove it";
  return [
    ...when(args.forceOverrideListeners === true, "forceOverrideListeners", "KN7042", reason),
    ...(args.listeners ?? []).flatMap(({ serverGroupId }, index) =>
      when(serverGroupId !== undefined, `listeners[${index}].serverGroupId`, "KN7042", reason),
    ),
    ...when(args.backends?.weight !== undefined, "backends.weight", "KN7042", reason),
  ];
}

function hasGroups({ listeners = [] }: AlibabaSlbArgs): boolean {
  return listeners.some(({ serverGroupId }) => serverGroupId !== undefined);
}
