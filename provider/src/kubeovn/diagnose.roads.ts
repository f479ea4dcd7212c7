import { kubectl, nameOf } from "../diagnose/finding";
import { addressText, holds, parseAddress, parseRanges } from "../addresses/cidr";
import type { NetworkFacts, NetworkPod } from "./diagnose.facts";
import { error, type NetworkFinding } from "./diagnose.finding";
import { leadsTo, type PodInterface } from "./diagnose.pod";
import { defaultVpc, interfaceKey, type PodRoute } from "./kubeovn.names";

/** Whether the pod's routes lead to the API server and to name servers: by what is written, without sending anything. */
export function checkDestinations(
  facts: NetworkFacts,
  pod: NetworkPod,
  interfaces: readonly PodInterface[],
): NetworkFinding[] {
  const wrong = interfaces.flatMap((each) => checkGateways(pod, each));
  const [first] = interfaces;
  const vpc = first?.subnet?.spec?.vpc;
  // In the default VPC all addresses of Services are reached by the first interface.
  if (vpc === undefined || isDefault(facts, vpc)) {
    return wrong;
  }
  return [...wrong, ...checkApiServer(facts, pod, interfaces), ...checkDns(facts, pod, interfaces, vpc)];
}

function isDefault({ vpcs }: NetworkFacts, name: string): boolean {
  return vpcs.find(({ metadata }) => metadata.name === name)?.status?.default ?? name === defaultVpc;
}

/** A gateway of another network isn't on the interface's link: the route can't be set, or leads nowhere. */
function checkGateways(
  pod: NetworkPod,
  { name, attachment, subnet, routes }: PodInterface,
): NetworkFinding[] {
  const key = interfaceKey("routes", attachment);
  const ranges = parseRanges(subnet?.spec?.cidrBlock ?? "") ?? [];
  const finding = (message: string): NetworkFinding => ({
    link: "routes",
    object: nameOf("Pod", pod),
    severity: "error",
    code: "KN8109",
    message,
    cause: `the annotation ${key} was written by hand, or is of another subnet than the interface`,
    next: [kubectl(pod.metadata.namespace, "get", "pod", pod.metadata.name, "-o", "yaml")],
  });
  if (routes === undefined) {
    return [finding(`the routes of ${name} can't be read as a JSON list`)];
  }
  return ranges.length === 0
    ? []
    : routes
        .filter(({ gw }: Partial<PodRoute>) => {
          const parsed = gw === undefined ? undefined : parseAddress(gw);
          return parsed === undefined || !ranges.some((range) => holds(range, parsed));
        })
        .map(({ dst, gw }) =>
          finding(`the route of ${name} to ${dst} goes by ${gw}, which is not in ${subnet?.spec?.cidrBlock}`),
        );
}

/** The interface whose routes lead to an address in the default VPC, where Services are. */
function roadTo(
  facts: NetworkFacts,
  interfaces: readonly PodInterface[],
  address: string,
): PodInterface | undefined {
  return interfaces.find(
    ({ attachment, routes = [], subnet }) =>
      attachment !== undefined &&
      subnet?.spec?.vpc !== undefined &&
      isDefault(facts, subnet.spec.vpc) &&
      leadsTo(routes, address) !== undefined,
  );
}

function checkApiServer(
  facts: NetworkFacts,
  pod: NetworkPod,
  interfaces: readonly PodInterface[],
): NetworkFinding[] {
  const { apiServerIp } = facts;
  const parsed = apiServerIp === undefined ? undefined : parseAddress(apiServerIp);
  if (parsed === undefined) {
    return [];
  }
  const address = addressText(parsed);
  const road = roadTo(facts, interfaces, address);
  if (road === undefined) {
    return [
      noRoad(
        pod,
        `no route of the pod leads to ${address}, the API server`,
        "the pod is in a VPC of its own and has no interface in the default one, or its routes are for another address; ApiServerAccess writes both",
      ),
    ];
  }
  return road.subnet?.spec?.enableLb === false
    ? [
        noRoad(
          pod,
          `subnet "${road.subnetName}" of ${road.name} has enableLb off`,
          "addresses of Services lead nowhere from there; set enableLb",
        ),
      ]
    : [];
}

function noRoad(pod: NetworkPod, message: string, cause: string): NetworkFinding {
  const { namespace, name } = pod.metadata;
  return error("api-server", nameOf("Pod", pod), "KN8108", {
    message,
    cause,
    next: [
      kubectl(namespace, "get", "pod", name, "-o", "jsonpath={.metadata.annotations}"),
      kubectl(undefined, "get", "subnets"),
    ],
  });
}

/** Name servers of the VPC's own do as well, though nobody puts their address into pods. */
function checkDns(
  facts: NetworkFacts,
  pod: NetworkPod,
  interfaces: readonly PodInterface[],
  vpc: string,
): NetworkFinding[] {
  const { dnsIp, vpcDns } = facts;
  const hasOwn = vpcDns.some(({ spec }) => spec?.vpc === vpc);
  return dnsIp === undefined || hasOwn || roadTo(facts, interfaces, dnsIp) !== undefined
    ? []
    : [
        {
          link: "dns",
          object: nameOf("Pod", pod),
          severity: "warning",
          code: "KN8110",
          message: `no route of the pod leads to ${dnsIp}, the cluster's name servers, and VPC "${vpc}" has none of its own`,
          cause: "names aren't found; set dns of ApiServerAccess, or give the VPC name servers",
          next: [kubectl(undefined, "get", "vpc-dnses")],
        },
      ];
}
