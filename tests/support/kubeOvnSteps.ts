import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../../provider/src/manifests/manifest";
import type { ApiObject, ApiRequest } from "./kubeApi";
import { written } from "./kubeOvnController";

/** Collections that Kube-OVN's controller looks at, by kind. */
export const collections = {
  Vpc: "/apis/kubeovn.io/v1/vpcs",
  Subnet: "/apis/kubeovn.io/v1/subnets",
  IP: "/apis/kubeovn.io/v1/ips",
  VpcNatGateway: "/apis/kubeovn.io/v1/vpc-nat-gateways",
  VpcEgressGateway: "/apis/kubeovn.io/v1/vpc-egress-gateways",
  IptablesEIP: "/apis/kubeovn.io/v1/iptables-eips",
  IptablesSnatRule: "/apis/kubeovn.io/v1/iptables-snat-rules",
  IptablesDnatRule: "/apis/kubeovn.io/v1/iptables-dnat-rules",
  IptablesFIPRule: "/apis/kubeovn.io/v1/iptables-fip-rules",
  QoSPolicy: "/apis/kubeovn.io/v1/qos-policies",
  SwitchLBRule: "/apis/kubeovn.io/v1/switch-lb-rules",
  VpcDns: "/apis/kubeovn.io/v1/vpc-dnses",
  NetworkAttachmentDefinition: "/apis/k8s.cni.cncf.io/v1/network-attachment-definitions",
  Namespace: "/api/v1/namespaces",
  Pod: "/api/v1/pods",
} as const;
export type Watched = keyof typeof collections;

/** Everything that there is, by kind. */
export type World = Readonly<Record<Watched, readonly ApiObject[]>>;

export const finalizer = "kubeovn.io/kube-ovn-controller";
const rules = ["IptablesSnatRule", "IptablesDnatRule", "IptablesFIPRule"] as const;
const switchKey = "ovn.kubernetes.io/logical_switch";

/** What the controller would write next: what kube-ovn 1.16's does about specs, statuses, finalizers and addresses. */
export function nextSteps(world: World): ApiRequest[] {
  const of = (kind: Watched, step: (object: ApiObject) => ApiRequest[]) => world[kind].flatMap(step);
  return [
    ...of("Vpc", (vpc) => vpcSteps(world, vpc)),
    ...of("Subnet", (subnet) => subnetSteps(world, subnet)),
    ...ipSteps(world),
    ...of("QoSPolicy", (qos) => held("QoSPolicy", qos, isQosUsed(world, qos))),
    ...of("IptablesEIP", (eip) => eipSteps(world, eip)),
    ...rules.flatMap((kind) => of(kind, (rule) => held(kind, rule, false))),
    ...of("VpcEgressGateway", (gateway) => [
      ...held("VpcEgressGateway", gateway, false),
      ...status("VpcEgressGateway", gateway, { ready: true, phase: "Completed", conditions: [ready] }),
    ]),
    ...of("VpcNatGateway", (gateway) => natGatewaySteps(gateway)),
    ...of("SwitchLBRule", (rule) => status("SwitchLBRule", rule, { ports: "said", service: "made" })),
    ...of("VpcDns", (dns) => status("VpcDns", dns, { active: true })),
  ];
}

const ready = { type: "Ready", status: "True", reason: "ReconcileSuccess" };
const nameOf = ({ metadata: { name } }: ApiObject) => name;
const isGoing = ({ metadata }: ApiObject) => metadata.deletionTimestamp !== undefined;
const isHeld = ({ metadata }: ApiObject) => metadata.finalizers?.includes(finalizer) === true;

function pathOf(kind: Watched, { metadata: { namespace, name } }: ApiObject): string {
  const collection = collections[kind];
  const cut = collection.lastIndexOf("/");
  return namespace === undefined
    ? `${collection}/${name}`
    : `${collection.slice(0, cut)}/namespaces/${namespace}${collection.slice(cut)}/${name}`;
}

/** A whole object as its types write it, which is harder on who applied it than a patch. */
function put(
  kind: Watched,
  object: ApiObject,
  finalizers: readonly string[],
  spec = object.spec,
): ApiRequest {
  const body = { ...object, metadata: { ...object.metadata, finalizers }, spec };
  return { method: "PUT", path: pathOf(kind, object), body };
}

function release(kind: Watched, object: ApiObject): ApiRequest[] {
  return isHeld(object)
    ? [
        put(
          kind,
          object,
          (object.metadata.finalizers ?? []).filter((each) => each !== finalizer),
        ),
      ]
    : [];
}

/** Holds an object by its finalizer, and lets it go once nothing uses it. */
function held(kind: Watched, object: ApiObject, isUsed: boolean): ApiRequest[] {
  if (isGoing(object)) {
    return isUsed ? [] : release(kind, object);
  }
  return isHeld(object) ? [] : [put(kind, object, [...(object.metadata.finalizers ?? []), finalizer])];
}

function status(kind: Watched, object: ApiObject, wanted: Readonly<Record<string, unknown>>): ApiRequest[] {
  const is = Object.fromEntries(Object.keys(wanted).map((key) => [key, object.status?.[key]]));
  return isGoing(object) || isDeepStrictEqual(is, wanted)
    ? []
    : [{ method: "PATCH", path: `${pathOf(kind, object)}/status`, body: { status: wanted } }];
}

/** The spec as the controller's types write it, where that is another. */
function format(kind: "Vpc" | "Subnet", object: ApiObject): ApiRequest[] {
  const spec = written({ ...object, kind } as Manifest);
  const isSame = isDeepStrictEqual({ u2oFeatures: {}, ...object.spec }, { u2oFeatures: {}, ...spec });
  return isSame && isHeld(object)
    ? []
    : [put(kind, object, [finalizer], kind === "Subnet" ? { u2oFeatures: {}, ...spec } : spec)];
}

function vpcSteps(world: World, vpc: ApiObject): ApiRequest[] {
  const subnets = world.Subnet.filter(({ spec }) => spec?.["vpc"] === nameOf(vpc)).map(nameOf);
  if (isGoing(vpc)) {
    return subnets.length === 0 ? release("Vpc", vpc) : [];
  }
  const formatted = format("Vpc", vpc);
  const isDefault = nameOf(vpc) === "ovn-cluster";
  return formatted.length > 0
    ? formatted
    : status("Vpc", vpc, {
        standby: true,
        default: isDefault,
        router: nameOf(vpc),
        subnets: subnets.toSorted(),
      });
}

function subnetSteps(world: World, subnet: ApiObject): ApiRequest[] {
  const using = world.IP.filter(({ spec }) => spec?.["subnet"] === nameOf(subnet)).length;
  if (isGoing(subnet)) {
    return using === 0 ? release("Subnet", subnet) : [];
  }
  const formatted = format("Subnet", subnet);
  if (formatted.length > 0) {
    return formatted;
  }
  const vpc = world.Vpc.find((each) => nameOf(each) === subnet.spec?.["vpc"]);
  const members = (subnet.spec?.["namespaces"] as string[] | undefined) ?? [];
  const own = (vpc?.spec?.["namespaces"] as string[] | undefined) ?? [];
  const isReady =
    vpc?.status?.["standby"] === true &&
    members.every((each) => own.includes(each) || vpc.status?.["default"]);
  const conditions = [
    {
      type: "Ready",
      status: isReady ? "True" : "False",
      reason: isReady ? "ResetLogicalSwitchAclSuccess" : "ValidateLogicalSwitchFailed",
    },
  ];
  return [
    ...status("Subnet", subnet, { v4usingIPs: using, v6usingIPs: 0, conditions }),
    ...(isReady ? members.flatMap((name) => bindSteps(world, name, subnet)) : []),
  ];
}

/** Namespaces are told their subnet, and their new pods are in it. */
function bindSteps({ Namespace }: World, name: string, subnet: ApiObject): ApiRequest[] {
  const namespace = Namespace.find((each) => nameOf(each) === name);
  const annotations = {
    [switchKey]: nameOf(subnet),
    "ovn.kubernetes.io/cidr": String(subnet.spec?.["cidrBlock"]),
    "ovn.kubernetes.io/exclude_ips": (subnet.spec?.["excludeIps"] as string[]).join(","),
  };
  const is = namespace?.metadata.annotations ?? {};
  return namespace === undefined || Object.entries(annotations).every(([key, value]) => is[key] === value)
    ? []
    : [{ method: "PATCH", path: pathOf("Namespace", namespace), body: { metadata: { annotations } } }];
}

/** An address for every interface of every pod in a network, and none without a pod. */
function ipSteps(world: World): ApiRequest[] {
  const wanted = new Map(world.Pod.flatMap((pod) => interfacesOf(world, pod)));
  const missing = [...wanted]
    .filter(([name]) => !world.IP.some((ip) => nameOf(ip) === name))
    .map(([name, subnet]): ApiRequest => {
      const [podName = "", namespace = ""] = name.split(".");
      return {
        method: "POST",
        path: collections.IP,
        body: {
          apiVersion: "kubeovn.io/v1",
          kind: "IP",
          metadata: { name, finalizers: [finalizer] },
          spec: { podName, namespace, subnet },
        },
      };
    });
  const left = world.IP.filter((ip) => !wanted.has(nameOf(ip))).flatMap((ip): ApiRequest[] =>
    isGoing(ip) ? release("IP", ip) : [{ method: "DELETE", path: pathOf("IP", ip) }],
  );
  return [...missing, ...left];
}

/** Names of addresses with their subnets: of the first interface, and of those that annotations name. */
function interfacesOf({ Namespace, Subnet }: World, pod: ApiObject): [string, string][] {
  const { name, namespace = "", annotations = {} } = pod.metadata;
  const home = Namespace.find((each) => nameOf(each) === namespace)?.metadata.annotations?.[switchKey];
  const first = annotations[switchKey] ?? home;
  const networks = annotations["k8s.v1.cni.cncf.io/networks"]?.split(",") ?? [];
  const further = networks.flatMap((network): [string, string][] => {
    const [place = "", definition = ""] = network.split("/");
    const provider = `${definition}.${place}.ovn`;
    const subnet =
      annotations[`${provider}.kubernetes.io/logical_switch`] ??
      Subnet.find(({ spec }) => spec?.["provider"] === provider)?.metadata.name;
    return subnet === undefined ? [] : [[`${name}.${namespace}.${provider}`, subnet]];
  });
  return first === undefined ? [] : [[`${name}.${namespace}`, first], ...further];
}

function isQosUsed({ IptablesEIP, VpcNatGateway }: World, qos: ApiObject): boolean {
  return [...IptablesEIP, ...VpcNatGateway].some(({ spec }) => spec?.["qosPolicy"] === nameOf(qos));
}

/** An address outside is written into the spec, and kept as long as a rule uses it. */
function eipSteps(world: World, eip: ApiObject): ApiRequest[] {
  const isUsed = rules.some((kind) => world[kind].some(({ spec }) => spec?.["eip"] === nameOf(eip)));
  const { spec = {} } = eip;
  if (isGoing(eip) || spec["macAddress"] !== undefined) {
    return [...held("IptablesEIP", eip, isUsed), ...status("IptablesEIP", eip, { ready: true })];
  }
  const number = world.IptablesEIP.findIndex((each) => nameOf(each) === nameOf(eip));
  const labels = {
    ...eip.metadata.labels,
    "ovn.kubernetes.io/vpc-nat-gw-name": String(spec["natGwDp"]),
    "ovn.kubernetes.io/subnet": String(spec["externalSubnet"]),
  };
  const full = {
    v6ip: "",
    qosPolicy: "",
    ...spec,
    v4ip: spec["v4ip"] ?? `203.0.113.${100 + number}`,
    macAddress: `00:00:00:00:01:0${number}`,
  };
  return [put("IptablesEIP", { ...eip, metadata: { ...eip.metadata, labels } }, [finalizer], full)];
}

function natGatewaySteps(gateway: ApiObject): ApiRequest[] {
  const labels = { "ovn.kubernetes.io/vpc": String(gateway.spec?.["vpc"]) };
  const isLabelled = gateway.metadata.labels?.["ovn.kubernetes.io/vpc"] !== undefined;
  return isLabelled || isGoing(gateway)
    ? []
    : [{ method: "PATCH", path: pathOf("VpcNatGateway", gateway), body: { metadata: { labels } } }];
}
