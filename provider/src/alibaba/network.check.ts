import type { Problem } from "../problems";
import { addressTypeOf } from "./annotations.render";
import { eachGiven, problem, typeOf, when } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** Where a load balancer stands, and the addresses that it has. */
export function checkNetwork(args: AlibabaSlbArgs): Problem[] {
  return [
    ...(typeOf(args) === "clb" ? checkClb(args) : checkNlb(args)),
    ...checkIpVersions(args),
    ...checkStatus(args),
    ...checkTags(args),
  ];
}

/** Whether the address is one of a network of yours; of a load balancer that is there, only if args say so. */
function isInternet(args: AlibabaSlbArgs): boolean {
  return args.id === undefined ? addressTypeOf(args) === "internet" : args.addressType === "internet";
}

function checkClb(args: AlibabaSlbArgs): Problem[] {
  const { network = {} } = args;
  const { masterZoneId, slaveZoneId, networkType, vswitchId, ip } = network;
  const pair = (missing: string, given: string) =>
    problem(
      `network.${missing}`,
      "KN7014",
      `is needed beside ${given}: a CLB has a zone that serves and one that takes over; where a region has one zone only, leave both out`,
    );
  return [
    ...(isInternet(args)
      ? eachGiven(
          args,
          ["network.vswitchId", "network.ip", "network.networkType"],
          "KN7010",
          'is for addressType "intranet"; a public CLB stands in no network of yours: remove it, or set addressType: intranet',
        )
      : []),
    ...(networkType === "classic" && !isInternet(args)
      ? eachGiven(
          args,
          ["network.vswitchId", "network.ip"],
          "KN7010",
          'is dropped with networkType "classic", for it belongs to a VPC; remove it, or set networkType: vpc',
        )
      : []),
    ...when(
      ip !== undefined && vswitchId === undefined && networkType !== "classic" && !isInternet(args),
      "network.vswitchId",
      "KN7010",
      "is needed beside ip: without it, the controller takes any of its vSwitches, and the address belongs to one",
    ),
    ...(masterZoneId !== undefined && slaveZoneId === undefined ? [pair("slaveZoneId", "masterZoneId")] : []),
    ...(slaveZoneId !== undefined && masterZoneId === undefined ? [pair("masterZoneId", "slaveZoneId")] : []),
  ];
}

function checkNlb(args: AlibabaSlbArgs): Problem[] {
  const { network = {}, id } = args;
  const { zoneMaps } = network;
  if (zoneMaps === undefined) {
    const reason =
      'is needed for an NLB: at least two zones, each with a vSwitch, such as [{ zoneId: "cn-hangzhou-j", vswitchId: "vsw-…" }, …]';
    return when(id === undefined, "network.zoneMaps", "KN7016", reason);
  }
  const zones = zoneMaps.map(({ zoneId }) => zoneId);
  return [
    ...when(
      zoneMaps.length < 2,
      "network.zoneMaps",
      "KN7016",
      `must have at least two zones, got ${zoneMaps.length}; where a region has one zone only, use type: clb`,
    ),
    ...zoneMaps.flatMap(({ zoneId, eipAllocationId }, index) => [
      ...when(
        typeof zoneId === "string" && zones.indexOf(zoneId) < index,
        `network.zoneMaps[${index}].zoneId`,
        "KN7016",
        `is the zone of zoneMaps[${zones.indexOf(zoneId)}] already; each zone stands there once`,
      ),
      ...when(
        eipAllocationId !== undefined && !isInternet(args),
        `network.zoneMaps[${index}].eipAllocationId`,
        "KN7011",
        'is for addressType "internet"; remove it, or set addressType: internet',
      ),
    ]),
  ];
}

function checkIpVersions(args: AlibabaSlbArgs): Problem[] {
  const { ipVersion = "ipv4", backends = {}, network = {} } = args;
  const type = typeOf(args);
  // The controller takes backends' version for "ipv4" unless the load balancer has the other one, too.
  const needed = type === "nlb" ? "dualstack" : "ipv6";
  const wanted = backends.ipVersion ?? "ipv4";
  return [
    ...when(
      type === "nlb" && ipVersion === "ipv6",
      "ipVersion",
      "KN7017",
      'must be "ipv4" or "dualstack" for NLB, got "ipv6"',
    ),
    ...when(
      type === "clb" && wanted === "dualstack",
      "backends.ipVersion",
      "KN7017",
      'must be "ipv4" or "ipv6" for CLB, got "dualstack": only an NLB reaches backends by both',
    ),
    ...when(
      wanted !== "ipv4" && ipVersion !== needed && !(type === "clb" && wanted === "dualstack"),
      "backends.ipVersion",
      "KN7017",
      `is taken for "ipv4" unless ipVersion is "${needed}", got ipVersion "${ipVersion}"; set ipVersion: ${needed}, or remove it`,
    ),
    ...when(
      network.ipv6AddressType !== undefined && type === "nlb" && ipVersion !== "dualstack",
      "network.ipv6AddressType",
      "KN7017",
      'has no effect without ipVersion "dualstack": there is no IPv6 address; set it, or remove this',
    ),
    ...when(
      network.ip !== undefined && ipVersion === "ipv6",
      "network.ip",
      "KN7017",
      'is an IPv4 address, and ipVersion is "ipv6"; remove it',
    ),
  ];
}

/** What the Service reports as its address. */
function checkStatus(args: AlibabaSlbArgs): Problem[] {
  const { eipAsExternalIp, hostname } = args;
  return [
    ...when(
      eipAsExternalIp === true && isInternet(args),
      "eipAsExternalIp",
      "KN7010",
      'is for addressType "intranet": an EIP can be bound to no public CLB; remove it, or set addressType: intranet',
    ),
    ...when(
      eipAsExternalIp === true && hostname !== undefined,
      "hostname",
      "KN7018",
      "hides the EIP's address, for the Service reports one of them; remove hostname or eipAsExternalIp",
    ),
  ];
}

const maximumTags = 10;
const ownTags = ["kubernetes.do.not.delete", "kubernetes.reused.by.user", "ack.aliyun.com"];

function checkTags({ tags = {}, backends = {} }: AlibabaSlbArgs): Problem[] {
  const named = Object.entries(tags);
  const labels = Object.entries(backends.labels ?? {});
  return [
    ...when(
      named.length > maximumTags,
      "tags",
      "KN7019",
      `must be at most ${maximumTags}, got ${named.length}: a load balancer has no more`,
    ),
    ...named.flatMap(([key, value]) => [
      ...checkPair(`tags[${JSON.stringify(key)}]`, key, value),
      ...when(
        ownTags.includes(key),
        `tags[${JSON.stringify(key)}]`,
        "KN7019",
        "is a tag that the controller finds its load balancers by; take another name",
      ),
    ]),
    ...labels.flatMap(([key, value]) => checkPair(`backends.labels[${JSON.stringify(key)}]`, key, value)),
  ];
}

/** The controller parts pairs at commas, and each at its first equals sign; it knows no escapes. */
function checkPair(path: string, key: string, value: unknown): Problem[] {
  const broken = [key, value].some((text) => typeof text === "string" && /[,=]/.test(text));
  return when(
    key === "" || broken,
    path,
    "KN7019",
    "must be neither without a name nor hold ',' or '=', at which the controller parts the list",
  );
}
