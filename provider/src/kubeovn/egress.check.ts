import { didYouMean, under, type Problem, type ProblemCode } from "../problems";
import { parseAddress, parseRanges, rangeText } from "../addresses/cidr";
import { checkInside } from "./subnet.check";
import { gatewaysOf } from "./subnet.render";
import {
  NetworkPlatform,
  QosBinding,
  type VpcEgressGatewayArgs,
  type VpcNatGatewayArgs,
  type VpcNetworkArgs,
} from "./vpcNetwork.args";
import { checkReference, checkRepeated, rangesOf, subnetRanges } from "./vpcNetwork.view";

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** The ways out of a VPC. */
export function checkEgress(args: VpcNetworkArgs): Problem[] {
  const { natGateways = [], egressGateways = [], qosPolicies = [] } = args;
  const names = (list: readonly { readonly name: string }[], path: string) =>
    checkRepeated(
      list.map(({ name }) => name),
      (index) => `${path}[${index}].name`,
    );
  return [
    ...checkPlatform(args),
    ...names(natGateways, "natGateways"),
    ...names(egressGateways, "egressGateways"),
    ...names(qosPolicies, "qosPolicies"),
    ...natGateways.flatMap((gateway, index) => under(`natGateways[${index}]`, checkNat(args, gateway))),
    ...egressGateways.flatMap((gateway, index) => under(`egressGateways[${index}]`, checkOut(args, gateway))),
    ...checkBfd(args),
    ...qosPolicies.flatMap(({ binding, shared }, index) =>
      binding === QosBinding.Gateway && shared === false
        ? [
            problem(
              `qosPolicies[${index}].shared`,
              "KN8025",
              `must be true with the binding "${QosBinding.Gateway}", or Kube-OVN refuses it; leave it out`,
            ),
          ]
        : [],
    ),
  ];
}

function checkPlatform(args: VpcNetworkArgs): Problem[] {
  const macvlan = ["natGateways", "egressGateways"] as const;
  const used = [
    ...macvlan.filter((key) => (args[key] ?? []).length > 0),
    ...(args.enableExternal === true ? ["enableExternal"] : []),
  ];
  return args.platform === NetworkPlatform.Alibaba
    ? used.map((path) =>
        problem(
          path,
          "KN8014",
          "can't be on Alibaba Cloud: it needs interfaces in the machines' own network (macvlan), whose addresses the cloud drops; leave it out, and let programs that must go out have their first interface in the default VPC",
        ),
      )
    : [];
}

function checkNat(args: VpcNetworkArgs, gateway: VpcNatGatewayArgs): Problem[] {
  const { subnet, lanIp, addresses = [], sourceNats = [], portForwards = [], floatingIps = [] } = gateway;
  const known = addresses.map(({ name }) => name);
  const rules = [
    ...sourceNats.map((rule, index) => ({ ...rule, path: `sourceNats[${index}]` })),
    ...portForwards.map((rule, index) => ({ ...rule, path: `portForwards[${index}]` })),
    ...floatingIps.map((rule, index) => ({ ...rule, path: `floatingIps[${index}]` })),
  ];
  const unknown = rules.flatMap(({ address, path }) =>
    known.includes(address)
      ? []
      : [
          problem(
            `${path}.address`,
            "KN8012",
            `"${address}" is none of addresses${didYouMean(address, known)}; add it there`,
          ),
        ],
  );
  return [
    ...checkReference(args, "subnet", subnet),
    ...checkLanIp(args, subnet, lanIp),
    ...checkRepeated(known, (index) => `addresses[${index}].name`),
    ...checkRepeated(
      rules.map(({ name }) => name),
      (index) => `${rules[index]?.path}.name`,
    ),
    ...unknown,
    ...checkShares(floatingIps, rules),
    ...checkTargets(args, [...portForwards, ...floatingIps].length, rules),
  ];
}

interface Rule {
  readonly path: string;
  readonly address: string;
  readonly internalIp?: string;
}

/** An address that stands for one pod leads nowhere else. */
function checkShares(floating: readonly { readonly address: string }[], rules: readonly Rule[]): Problem[] {
  return floating.flatMap(({ address }, index) => {
    const path = `floatingIps[${index}]`;
    const other = rules.find((rule) => rule.address === address && rule.path !== path);
    return other === undefined
      ? []
      : [
          problem(
            `${path}.address`,
            "KN8018",
            `"${address}" is used by ${other.path} as well, and can stand for one pod only; give each an address of its own`,
          ),
        ];
  });
}

function checkTargets(args: VpcNetworkArgs, count: number, rules: readonly Rule[]): Problem[] {
  const ranges = subnetRanges(args).map(({ range }) => range);
  return count === 0
    ? []
    : rules.flatMap(({ path, internalIp }) =>
        internalIp === undefined ? [] : checkInside(`${path}.internalIp`, internalIp, ranges),
      );
}

function checkLanIp(args: VpcNetworkArgs, subnet: string, lanIp: string): Problem[] {
  const ranges = rangesOf(args, subnet);
  const gateway = args.subnets.find(({ name }) => name === subnet)?.gateway;
  const address = parseAddress(lanIp);
  const taken = gatewaysOf(ranges, gateway).some(
    ({ family, number }) => family === address?.family && number === address.number,
  );
  return [
    ...(ranges.length === 0 ? [] : checkInside("lanIp", lanIp, ranges)),
    ...(taken
      ? [problem("lanIp", "KN8018", `"${lanIp}" is the gateway of "${subnet}"; choose another`)]
      : []),
  ];
}

function checkOut(args: VpcNetworkArgs, gateway: VpcEgressGatewayArgs): Problem[] {
  const { replicas = 1, internalSubnet, policies } = gateway;
  const few = (["internalIps", "externalIps"] as const).flatMap((path) => {
    const count = gateway[path]?.length ?? replicas;
    return count < replicas
      ? [problem(path, "KN8015", `has ${count} for ${replicas} pods; list one for each, or leave it out`)]
      : [];
  });
  const homeless =
    internalSubnet === undefined && args.defaultSubnet === undefined
      ? [
          problem(
            "internalSubnet",
            "KN1005",
            "is required where the VPC has no defaultSubnet: a subnet of it",
          ),
        ]
      : [];
  const empty = policies.flatMap(({ ipBlocks = [], subnets = [] }, index) =>
    ipBlocks.length + subnets.length === 0
      ? [problem(`policies[${index}]`, "KN1005", "needs ipBlocks or subnets: whose packets it takes")]
      : subnets.flatMap((name, at) => checkReference(args, `policies[${index}].subnets[${at}]`, name)),
  );
  const blind =
    gateway.bfd === true && args.bfdIp === undefined
      ? [problem("bfd", "KN1005", "needs bfdIp of the VPC: the address at which it watches its gateways")]
      : [];
  return [...few, ...homeless, ...checkReference(args, "internalSubnet", internalSubnet), ...empty, ...blind];
}

/** Kube-OVN gives the address to the VPC's router, so that no subnet may hand it out. */
function checkBfd(args: VpcNetworkArgs): Problem[] {
  const ranges = subnetRanges(args);
  return (args.bfdIp?.split(",") ?? []).flatMap((value) => {
    const own = parseRanges(`${value}/${value.includes(":") ? 128 : 32}`) ?? [];
    const inside = ranges.find(({ range }) =>
      own.some((one) => one.family === range.family && range.first <= one.first && one.first <= range.last),
    );
    return inside === undefined
      ? []
      : [
          problem(
            "bfdIp",
            "KN8018",
            `"${value}" is in "${rangeText(inside.range)}" of ${inside.what}, which would hand it out; choose one of no subnet`,
          ),
        ];
  });
}
