import type * as pulumi from "@pulumi/pulumi";
import { defaultRanges, type AckHome } from "./ack.home";
import { hasPodVSwitches, zonesOf, type PlannedZone } from "./ack.ranges";
import { ackTypes, ChosenZone, FromResource, type PlannedResource } from "./ack.types";

/** An id that is given, or of a resource of the plan. */
export type PlannedId = pulumi.Input<string> | FromResource;

/** The network of a cluster, as far as others need it. */
export interface NetworkPlan {
  readonly resources: readonly PlannedResource[];
  readonly vpcId: PlannedId;
  readonly vSwitchIds: readonly PlannedId[];
  readonly podVSwitchIds: readonly PlannedId[];
  readonly securityGroupId: PlannedId;
  /** The public address that the inside is seen under. */
  readonly egressAddress: FromResource | undefined;
  /** Keys of what must be there before anything in the VPC can pull an image. */
  readonly wayOut: readonly string[];
}

/** The VPC with its vSwitches, its way out, and the security group. */
export function planNetwork(home: AckHome): NetworkPlan {
  const place = home.network.vpcId === undefined ? newVpc(home) : givenVpc(home);
  const nat = planNat(home, place);
  const group = planSecurityGroup(home, place.vpcId);
  return {
    resources: [...place.resources, ...nat, ...group.resources],
    vpcId: place.vpcId,
    vSwitchIds: place.vSwitchIds,
    podVSwitchIds: place.podVSwitchIds,
    securityGroupId: group.id,
    egressAddress: nat.length === 0 ? undefined : new FromResource("eip", "ipAddress"),
    wayOut: nat.filter(({ type }) => type === ackTypes.snatEntry).map(({ key }) => key),
  };
}

type Place = Pick<NetworkPlan, "resources" | "vpcId" | "vSwitchIds" | "podVSwitchIds">;

function givenVpc({ network }: AckHome): Place {
  const { vpcId = "", vSwitchIds = [], podVSwitchIds = [] } = network;
  return { resources: [], vpcId, vSwitchIds, podVSwitchIds };
}

function newVpc(home: AckHome): Place {
  const { network, name, resourceGroupId, tags } = home;
  const zones = zonesOf(network);
  const vpc: PlannedResource = {
    key: "vpc",
    type: ackTypes.vpc,
    inputs: {
      vpcName: `ack-${name}`,
      cidrBlock: network.cidr ?? defaultRanges.vpc,
      ...given({ resourceGroupId, tags }),
    },
  };
  const nodes = zones.map((zone, index) => vSwitch(home, "vSwitch", zone, index));
  const pods = hasPodVSwitches(home)
    ? zones.map((zone, index) => vSwitch(home, "podVSwitch", zone, index))
    : [];
  const ids = (resources: readonly PlannedResource[]) => resources.map(({ key }) => new FromResource(key));
  return {
    resources: [vpc, ...nodes, ...pods],
    vpcId: new FromResource("vpc"),
    vSwitchIds: ids(nodes),
    podVSwitchIds: ids(pods),
  };
}

function vSwitch(
  { name, tags }: AckHome,
  role: "vSwitch" | "podVSwitch",
  { zone, cidr, podCidr }: PlannedZone,
  index: number,
): PlannedResource {
  return {
    key: `${role}/${index}`,
    type: ackTypes.vSwitch,
    inputs: {
      vpcId: new FromResource("vpc"),
      vswitchName: `ack-${name}-${role === "vSwitch" ? "nodes" : "pods"}-${index}`,
      cidrBlock: role === "vSwitch" ? cidr : podCidr,
      zoneId: zone ?? new ChosenZone(index),
      ...given({ tags }),
    },
    // The cloud may name another zone tomorrow.
    ...(zone === undefined ? { ignoreChanges: ["zoneId"] } : {}),
  };
}

/** A NAT gateway with one address, and a rule for each vSwitch that leads through it. */
function planNat(home: AckHome, place: Place): PlannedResource[] {
  const { network } = home;
  const wanted = network.nat !== undefined || (network.vpcId === undefined && network.withoutNat !== true);
  if (!wanted) {
    return [];
  }
  const association: PlannedResource = {
    key: "natEip",
    type: ackTypes.eipAssociation,
    inputs: {
      allocationId: new FromResource("eip"),
      instanceId: new FromResource("nat"),
      instanceType: "Nat",
    },
  };
  const roles = [
    ["snat", place.vSwitchIds],
    ["podSnat", place.podVSwitchIds],
  ] as const;
  const entries = roles.flatMap(([role, ids]) => ids.map((id, index) => snatEntry(`${role}/${index}`, id)));
  return [natGateway(home, place), natAddress(home), association, ...entries];
}

function natGateway({ name, tags }: AckHome, { vpcId, vSwitchIds }: Place): PlannedResource {
  return {
    key: "nat",
    type: ackTypes.natGateway,
    inputs: {
      vpcId,
      vswitchId: vSwitchIds[0],
      natGatewayName: `ack-${name}`,
      natType: "Enhanced",
      paymentType: "PayAsYouGo",
      internetChargeType: "PayByLcu",
      ...given({ tags }),
    },
  };
}

function natAddress({ network, name, resourceGroupId, tags }: AckHome): PlannedResource {
  return {
    key: "eip",
    type: ackTypes.eip,
    inputs: {
      addressName: `ack-${name}`,
      bandwidth: String(network.nat?.bandwidth ?? 100),
      internetChargeType: "PayByTraffic",
      paymentType: "PayAsYouGo",
      ...given({ resourceGroupId, tags }),
    },
  };
}

function snatEntry(key: string, sourceVswitchId: PlannedId): PlannedResource {
  return {
    key,
    type: ackTypes.snatEntry,
    inputs: {
      snatTableId: new FromResource("nat", "snatTableIds"),
      snatIp: new FromResource("eip", "ipAddress"),
      sourceVswitchId,
    },
    // The cloud takes no rule for an address that isn't the gateway's yet.
    dependsOn: ["natEip"],
  };
}

/** A group that lets in what comes from the VPC and from pods. Rules of a group that is given are its owner's. */
function planSecurityGroup(
  home: AckHome,
  vpcId: PlannedId,
): { readonly id: PlannedId; readonly resources: readonly PlannedResource[] } {
  const { securityGroupId, name, network, podCidr, resourceGroupId, tags } = home;
  if (securityGroupId !== undefined) {
    return { id: securityGroupId, resources: [] };
  }
  const group: PlannedResource = {
    key: "securityGroup",
    type: ackTypes.securityGroup,
    inputs: {
      securityGroupName: `ack-${name}`,
      description: `Nodes and pods of the ACK cluster ${name}`,
      vpcId,
      // A normal one takes 2,000 addresses at most, and pods of the VPC have an address each.
      securityGroupType: podCidr === undefined ? "enterprise" : "normal",
      ...given({ resourceGroupId, tags }),
    },
  };
  const rules = [
    rule("vpc", "ingress", network.cidr ?? defaultRanges.vpc),
    ...(podCidr === undefined ? [] : [rule("pods", "ingress", podCidr)]),
    rule("out", "egress", "0.0.0.0/0"),
  ];
  return { id: new FromResource("securityGroup"), resources: [group, ...rules] };
}

function rule(name: string, type: "ingress" | "egress", cidrIp: string): PlannedResource {
  return {
    key: `securityGroupRule/${name}`,
    type: ackTypes.securityGroupRule,
    inputs: {
      securityGroupId: new FromResource("securityGroup"),
      type,
      ipProtocol: "all",
      portRange: "-1/-1",
      nicType: "intranet",
      policy: "accept",
      priority: 1,
      cidrIp,
    },
  };
}

/** The entries that are defined. */
export function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
