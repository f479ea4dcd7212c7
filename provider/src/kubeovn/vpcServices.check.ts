import { under, type Problem, type ProblemCode } from "../problems";
import { parseAddress } from "../addresses/cidr";
import { checkInside } from "./subnet.check";
import { gatewaysOf } from "./subnet.render";
import type { LoadBalancerPortArgs, VpcLoadBalancerArgs, VpcNetworkArgs } from "./vpcNetwork.args";
import { checkReference, checkRepeated, namespacesOf, rangesOf, subnetRanges } from "./vpcNetwork.view";

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** Load balancers and name servers inside a VPC. */
export function checkServices(args: VpcNetworkArgs): Problem[] {
  const { loadBalancers = [], dns } = args;
  return [
    ...checkRepeated(
      loadBalancers.map(({ name }) => name),
      (index) => `loadBalancers[${index}].name`,
    ),
    ...loadBalancers.flatMap((rule, index) => under(`loadBalancers[${index}]`, checkRule(args, rule))),
    ...(dns === undefined ? [] : under("dns", checkDns(args))),
  ];
}

function checkRule(args: VpcNetworkArgs, rule: VpcLoadBalancerArgs): Problem[] {
  const { selector = {}, endpoints = [], namespace, vip, ports } = rule;
  const hasLabels = Object.keys(selector).length > 0;
  const targets =
    hasLabels === endpoints.length > 0
      ? [
          problem(
            "selector",
            "KN8017",
            "needs labels of the pods, or endpoints with their addresses instead: one of the two",
          ),
        ]
      : [];
  const all = namespacesOf(args);
  const home = namespace ?? all[0];
  const homeless =
    home === undefined
      ? [problem("namespace", "KN1005", "is required where the VPC has no namespaces: the pods' one")]
      : all.length > 0 && !all.includes(home)
        ? [problem("namespace", "KN8011", `"${home}" is not among the VPC's namespaces (${all.join(", ")})`)]
        : [];
  const ranges = subnetRanges(args).map(({ range }) => range);
  return [
    ...targets,
    ...homeless,
    ...endpoints.flatMap((endpoint, index) => checkInside(`endpoints[${index}]`, endpoint, ranges)),
    ...checkVip(args, vip),
    ...checkPorts(ports),
  ];
}

function checkVip(args: VpcNetworkArgs, vip: string): Problem[] {
  const address = parseAddress(vip);
  const owner = args.subnets.find(({ name, gateway }) =>
    gatewaysOf(rangesOf(args, name), gateway).some(
      ({ family, number }) => family === address?.family && number === address.number,
    ),
  );
  return owner === undefined
    ? []
    : [problem("vip", "KN8018", `"${vip}" is the gateway of subnet "${owner.name}"; choose another`)];
}

function checkPorts(ports: readonly LoadBalancerPortArgs[]): Problem[] {
  const keys = ports.map(({ port, protocol = "TCP" }) => `${protocol} ${port}`);
  return checkRepeated(keys, (index) => `ports[${index}]`);
}

function checkDns(args: VpcNetworkArgs): Problem[] {
  const forFirst = args.subnets.filter(({ attachment }) => attachment === undefined);
  return args.dns?.subnet === undefined && forFirst.length === 0
    ? [
        problem(
          "subnet",
          "KN1005",
          "is required where no subnet is for first interfaces: the name servers' one",
        ),
      ]
    : checkReference(args, "subnet", args.dns?.subnet);
}
