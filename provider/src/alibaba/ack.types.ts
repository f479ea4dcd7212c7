/** Types of the resources that an ACK cluster is made of, by what they are here. */
export const ackTypes = {
  vpc: "alicloud:vpc/network:Network",
  vSwitch: "alicloud:vpc/switch:Switch",
  natGateway: "alicloud:vpc/natGateway:NatGateway",
  snatEntry: "alicloud:vpc/snatEntry:SnatEntry",
  eip: "alicloud:ecs/eipAddress:EipAddress",
  eipAssociation: "alicloud:ecs/eipAssociation:EipAssociation",
  securityGroup: "alicloud:ecs/securityGroup:SecurityGroup",
  securityGroupRule: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  cluster: "alicloud:cs/managedKubernetes:ManagedKubernetes",
  nodePool: "alicloud:cs/nodePool:NodePool",
  autoscaling: "alicloud:cs/autoscalingConfig:AutoscalingConfig",
  addon: "alicloud:cs/kubernetesAddon:KubernetesAddon",
} as const;
export type AckType = (typeof ackTypes)[keyof typeof ackTypes];

/** What the cloud is asked, by the tokens of the functions. */
export const ackQuestions = {
  credential: "alicloud:cs/getClusterCredential:getClusterCredential",
  zones: "alicloud:index/getZones:getZones",
  natZones: "alicloud:vpc/getEnhancedNatAvailableZones:getEnhancedNatAvailableZones",
  vpcs: "alicloud:vpc/getNetworks:getNetworks",
  vSwitches: "alicloud:vpc/getSwitches:getSwitches",
} as const;
export type AckQuestion = (typeof ackQuestions)[keyof typeof ackQuestions];

/** In a plan: an output of another resource of it. */
export class FromResource {
  constructor(
    readonly key: string,
    readonly output = "id",
  ) {}
}

/** In a plan: the zone that the cloud names for a place in the list of zones. */
export class ChosenZone {
  constructor(readonly index: number) {}
}

/** A resource that is to be. */
export interface PlannedResource<Type extends string = AckType> {
  /** What it is known by in the plan; its name is made from it. */
  readonly key: string;
  readonly type: Type;
  /** With `FromResource` and `ChosenZone` where values come from elsewhere. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Keys of those that must be there first, beside those it takes values from. */
  readonly dependsOn?: readonly string[];
  /** Inputs that count when it is made, and never again. */
  readonly ignoreChanges?: readonly string[];
  /** The engine refuses to delete it. */
  readonly protect?: boolean;
  /** A second one beside it can't be. */
  readonly deleteBeforeReplace?: boolean;
  /** Outputs that hold credentials. */
  readonly secretOutputs?: readonly string[];
}
