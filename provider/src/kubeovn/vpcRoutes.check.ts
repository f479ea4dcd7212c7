import type { Problem, ProblemCode } from "../problems";
import { addressText, holds, parseAddress, parseRange, parseRanges, type Range } from "../addresses/cidr";
import { checkOverlaps, checkPairs, clusterRanges, named } from "./ranges.check";
import { PolicyRouteAction, type VpcNetworkArgs, type VpcPeeringArgs } from "./vpcNetwork.args";
import { checkRepeated, subnetRanges, takenRanges } from "./vpcNetwork.view";

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** Routes, policies of routing, and connections to other VPCs. */
export function checkRoutes(vpc: string, args: VpcNetworkArgs): Problem[] {
  return [...checkStatic(args), ...checkPolicies(args), ...checkPeerings(vpc, args)];
}

function checkStatic(args: VpcNetworkArgs): Problem[] {
  const near = neighbours(args);
  return (args.staticRoutes ?? []).flatMap(({ cidr, nextHopIp }, index) => {
    const path = `staticRoutes[${index}].nextHopIp`;
    const hop = parseAddress(nextHopIp);
    const family = (parseRange(cidr) ?? parseAddress(cidr))?.family;
    if (hop === undefined || family === undefined) {
      return [];
    }
    if (hop.family !== family) {
      return [
        problem(path, "KN8008", `"${nextHopIp}" is an ${hop.family} address, and ${cidr} is of ${family}`),
      ];
    }
    // An external subnet is connected by Kube-OVN, and its addresses aren't said here.
    return args.enableExternal === true || near.some((range) => holds(range, hop))
      ? []
      : [
          problem(
            path,
            "KN8013",
            `"${nextHopIp}" is neither in a subnet of the VPC nor on a connection to another, so that nobody takes the packets; choose one that is, or set enableExternal`,
          ),
        ];
  });
}

/** Ranges that the VPC's router has an address in. */
function neighbours(args: VpcNetworkArgs): readonly Range[] {
  const peers = (args.peerings ?? []).flatMap(({ localConnectIp }) => parseRanges(localConnectIp) ?? []);
  return [...subnetRanges(args).map(({ range }) => range), ...peers];
}

function checkPolicies({ policyRoutes = [] }: VpcNetworkArgs): Problem[] {
  return policyRoutes.flatMap(({ action, nextHopIps }, index) => {
    const path = `policyRoutes[${index}].nextHopIps`;
    const reroutes = action === PolicyRouteAction.Reroute;
    if (reroutes === (nextHopIps !== undefined)) {
      return [];
    }
    return reroutes
      ? [problem(path, "KN1005", 'is required with the action "reroute": where to')]
      : [
          problem(
            path,
            "KN8013",
            `has no effect with the action "${action}", and Kube-OVN removes it; remove it or use "reroute"`,
          ),
        ];
  });
}

function checkPeerings(vpc: string, args: VpcNetworkArgs): Problem[] {
  const { peerings = [] } = args;
  const twice = checkRepeated(
    peerings.map(({ remoteVpc }) => remoteVpc),
    (index) => `peerings[${index}].remoteVpc`,
  );
  return [
    ...twice,
    ...peerings.flatMap((peering, index) => checkPeering(vpc, args, peering, `peerings[${index}]`)),
    ...checkPeers(args),
  ];
}

/** What is behind one peer, and the way to it, can't be behind another as well; Services' addresses are taken first. */
function checkPeers(args: VpcNetworkArgs): Problem[] {
  const taken = takenRanges(args);
  const ranges = (args.peerings ?? []).map((peering, index) => peerRanges(peering, `peerings[${index}]`));
  const { services } = clusterRanges(args.ranges);
  return [
    ...checkPairs(
      ranges.flatMap(({ connection }) => connection),
      taken,
    ),
    ...checkPairs(
      ranges.flatMap(({ remote }) => remote),
      taken,
    ),
    ...ranges.flatMap(({ remote }) => remote.flatMap((range) => checkOverlaps(range, services, taken))),
  ];
}

function peerRanges({ remoteVpc, localConnectIp, remoteCidrs = [] }: VpcPeeringArgs, path: string) {
  return {
    connection: named("the connection", `${path}.localConnectIp`, localConnectIp),
    remote: remoteCidrs.flatMap((cidr, index) =>
      named(`VPC "${remoteVpc}"`, `${path}.remoteCidrs[${index}]`, cidr),
    ),
  };
}

function checkPeering(vpc: string, args: VpcNetworkArgs, peering: VpcPeeringArgs, path: string): Problem[] {
  const { remoteVpc } = peering;
  const { connection, remote } = peerRanges(peering, path);
  const mine = subnetRanges(args);
  const taken = takenRanges(args);
  const itself =
    remoteVpc === vpc
      ? [problem(`${path}.remoteVpc`, "KN8016", "is this VPC itself; name the other one")]
      : [];
  const overlapping = [...connection, ...remote].flatMap((range) => checkOverlaps(range, mine, taken));
  return [...itself, ...overlapping, ...checkFarEnd(peering, path)];
}

function checkFarEnd(
  { localConnectIp, remoteConnectIp, remoteCidrs }: VpcPeeringArgs,
  path: string,
): Problem[] {
  if (remoteConnectIp === undefined) {
    return remoteCidrs === undefined
      ? []
      : [
          problem(
            `${path}.remoteConnectIp`,
            "KN1005",
            "is required with remoteCidrs: the address that they are routed to",
          ),
        ];
  }
  const far = parseAddress(remoteConnectIp);
  const near = localConnectIp.split(",").map((part) => part.split("/")[0] ?? "");
  const isOnIt = far !== undefined && (parseRanges(localConnectIp) ?? []).some((range) => holds(range, far));
  const isNearEnd = far !== undefined && near.some((each) => sameAddress(each, addressText(far)));
  const strange = (remoteCidrs ?? []).find((cidr) => parseRange(cidr)?.family !== far?.family);
  if (strange !== undefined) {
    const reason = `"${remoteConnectIp}" is an ${far?.family} address, and "${strange}" can't be routed to it; connect the other family by a VPC of its own, or leave the range out`;
    return [problem(`${path}.remoteConnectIp`, "KN8008", reason)];
  }
  return isOnIt && !isNearEnd
    ? []
    : [
        problem(
          `${path}.remoteConnectIp`,
          "KN8016",
          `"${remoteConnectIp}" must be another address in the range of localConnectIp ("${localConnectIp}")`,
        ),
      ];
}

function sameAddress(a: string, b: string): boolean {
  const parsed = parseAddress(a);
  return parsed !== undefined && addressText(parsed) === b;
}
