import { recordName } from "../alibaba/alibabaLoadBalancer.settings";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { gatewayNameLabel, localNameLabel } from "../istio/gateways.plan";
import { gatewayNames } from "../platform/gateways";
import { didYouMean, problemIf, type Problem } from "../problems";
import { hostsIn, jointHosts } from "./hosts";
import type { MultiClusterArgs } from "./multiCluster.args";
import type { Member } from "./multiCluster.plan";

/** What names that lead to all clusters need. */
export function checkJoint(args: MultiClusterArgs, members: readonly Member[]): Problem[] {
  const { alibabaDns, front } = args;
  const isJoined = alibabaDns !== undefined || front !== undefined;
  return [
    ...problemIf(
      alibabaDns !== undefined && front !== undefined,
      "front",
      "KN1008",
      "excludes alibabaDns: names lead to the front, or to each cluster",
    ),
    ...checkRepeated(args.hosts ?? []),
    ...(isJoined ? checkHosts(args, members) : []),
    ...members.filter(({ weight }) => weight > 0).flatMap((member) => checkGateway(args, member, isJoined)),
    ...checkDns(args, members),
    ...checkFront(args),
  ];
}

function checkRepeated(hosts: readonly string[]): Problem[] {
  return hosts.flatMap((host, index) =>
    problemIf(hosts.indexOf(host) < index, `hosts[${index}]`, "KN1007", `"${host}" is there already`),
  );
}

function checkHosts(args: MultiClusterArgs, members: readonly Member[]): Problem[] {
  const hosts = jointHosts(args, members);
  const [first, ...others] = members;
  const lists = (member: Member | undefined) => member && hostsIn(member, args.services?.length ?? 0);
  const other = others.find((member) => lists(member)?.join() !== lists(first)?.join());
  const telling = (member: Member | undefined) =>
    lists(member)?.join(", ") ?? "names that come with its gateway";
  const reason =
    other === undefined
      ? "are required here: no domain of serving in plain text makes them, or no service is public"
      : `are required here: services answer to ${telling(first)} in "${first?.name}" and to ${telling(other)} in "${other.name}"; give serving one domain, or say names that both answer to`;
  return [...problemIf(hosts === undefined || hosts.length === 0, "hosts", "KN9504", reason)];
}

function checkGateway(args: MultiClusterArgs, member: Member, isJoined: boolean): Problem[] {
  const { serving = {} } = member.platform;
  const names = gatewayNames(serving);
  if (args.gateway !== undefined && !names.includes(args.gateway)) {
    const has = names.length === 0 ? "none" : names.join(", ");
    const reason = `"${args.gateway}" is no gateway of cluster "${member.name}", which has ${has}${didYouMean(args.gateway, names)}`;
    return [{ path: "gateway", code: "KN9505", reason }];
  }
  // By the Gateway API a gateway's class decides how it is reached.
  return isJoined && serving.ingress !== "gateway-api"
    ? checkReached(gatewayOf(args, member), member, args.alibabaDns !== undefined)
    : [];
}

/** The gateway that names lead to in a cluster. */
export function gatewayOf({ gateway: name }: MultiClusterArgs, { platform }: Member): GatewayArgs {
  const outside = (platform.serving?.gateways ?? [{}]).filter(({ local }) => local !== true);
  const byDefault = outside.find((gateway) => gateway.default === true) ?? outside[0] ?? {};
  return name === undefined
    ? byDefault
    : (outside.find((gateway) => (gateway.name ?? "default") === name) ?? byDefault);
}

function checkReached(gateway: GatewayArgs, { index, name }: Member, byRecord: boolean): Problem[] {
  const { exposure = Exposure.ClusterIP, address, addressPorts, ports } = gateway;
  const what = `gateway "${gateway.name ?? "default"}" of cluster "${name}"`;
  const port =
    addressPorts?.http ?? (exposure === Exposure.NodePort ? gateway.httpNodePort : ports?.http) ?? 80;
  const isByNode = exposure === Exposure.NodePort && addressPorts?.http === undefined;
  return [
    ...problemIf(
      exposure === Exposure.ClusterIP && address === undefined,
      `clusters[${index}]`,
      "KN9506",
      `${what} is reached inside its cluster alone; set its exposure to "LoadBalancer", or its address`,
    ),
    ...problemIf(
      byRecord && (isByNode || port !== 80),
      `clusters[${index}]`,
      "KN9506",
      `${what} is reached by a port of its own, which a record can't name; have it reached by 80 and 443`,
    ),
  ];
}

function checkDns({ alibabaDns, hosts = [] }: MultiClusterArgs, members: readonly Member[]): Problem[] {
  if (alibabaDns === undefined) {
    return [];
  }
  const { zone } = alibabaDns;
  const weights = [...new Set(members.map(({ weight }) => weight).filter((weight) => weight > 0))];
  return [
    ...problemIf(
      weights.length > 1,
      "alibabaDns",
      "KN9507",
      `makes records without weights, got ${weights.join(", ")}; give all clusters one weight or 0, or use the output records`,
    ),
    ...hosts.flatMap((host, index) =>
      problemIf(
        recordName(host, zone) === undefined,
        `hosts[${index}]`,
        "KN7061",
        `is not in the zone "${zone}", got "${host}"; name another zone, or remove it`,
      ),
    ),
  ];
}

function checkFront({ front, clusters }: MultiClusterArgs): Problem[] {
  const names = clusters.map(({ name }) => name);
  const { hub = "", selector = {} } = front ?? {};
  const ours = [gatewayNameLabel, localNameLabel].find((label) => selector[label] !== undefined);
  return front === undefined
    ? []
    : [
        ...problemIf(
          !names.includes(hub),
          "front.hub",
          "KN9508",
          `"${hub}" is none of the clusters ${names.join(", ")}${didYouMean(hub, names)}`,
        ),
        ...problemIf(
          ours !== undefined,
          "front.selector",
          "KN9509",
          `selects a gateway of Knative by ${ours}, where the same names lead to this cluster's services; name the labels of another one`,
        ),
      ];
}
