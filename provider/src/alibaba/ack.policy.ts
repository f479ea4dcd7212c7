import { ackQuestions, ackTypes, type AckQuestion, type AckType, type PlannedResource } from "./ack.types";
import { policyOf, type RamPolicy } from "./ram.policy";

/**
 * What the provider asks of the cloud to make, read, change and delete a resource, by its type. Names are those of the
 * cloud's API, which RAM uses for its actions.
 */
export const callsOfTypes: Readonly<Record<AckType, readonly string[]>> = {
  [ackTypes.vpc]: [
    "vpc:CreateVpc",
    "vpc:DeleteVpc",
    "vpc:DescribeRouteTableList",
    "vpc:DescribeVpcAttribute",
    "vpc:ModifyVpcAttribute",
  ],
  [ackTypes.vSwitch]: [
    "vpc:CreateVSwitch",
    "vpc:DeleteVSwitch",
    "vpc:DescribeVSwitchAttributes",
    "vpc:ModifyVSwitchAttribute",
  ],
  [ackTypes.natGateway]: [
    "vpc:CreateNatGateway",
    "vpc:DeleteNatGateway",
    "vpc:DescribeNatGateways",
    "vpc:ListTagResources",
    "vpc:ModifyNatGatewayAttribute",
  ],
  [ackTypes.snatEntry]: [
    "vpc:CreateSnatEntry",
    "vpc:DeleteSnatEntry",
    "vpc:DescribeSnatTableEntries",
    "vpc:ModifySnatEntry",
  ],
  [ackTypes.eip]: [
    "vpc:AllocateEipAddress",
    "vpc:DescribeEipAddresses",
    "vpc:DescribeHighDefinitionMonitorLogAttribute",
    "vpc:ModifyEipAddressAttribute",
    "vpc:ReleaseEipAddress",
  ],
  [ackTypes.eipAssociation]: [
    "vpc:AssociateEipAddress",
    "vpc:DescribeEipAddresses",
    "vpc:UnassociateEipAddress",
  ],
  [ackTypes.securityGroup]: [
    "ecs:CreateSecurityGroup",
    "ecs:DeleteSecurityGroup",
    "ecs:DescribeSecurityGroupAttribute",
    "ecs:DescribeSecurityGroups",
    "ecs:ModifySecurityGroupAttribute",
    "ecs:ModifySecurityGroupPolicy",
  ],
  [ackTypes.securityGroupRule]: [
    "ecs:AuthorizeSecurityGroup",
    "ecs:AuthorizeSecurityGroupEgress",
    "ecs:DescribeSecurityGroupAttribute",
    "ecs:ModifySecurityGroupEgressRule",
    "ecs:ModifySecurityGroupRule",
    "ecs:RevokeSecurityGroup",
    "ecs:RevokeSecurityGroupEgress",
  ],
  [ackTypes.cluster]: [
    "cs:CheckControlPlaneLogEnable",
    "cs:CreateCluster",
    "cs:DeleteCluster",
    "cs:DescribeClusterDetail",
    "cs:DescribeTaskInfo",
    "cs:GetClusterAuditProject",
    "cs:MigrateCluster",
    "cs:ModifyCluster",
    "cs:UpgradeCluster",
    "vpc:DescribeNatGateways",
    "vpc:DescribeVSwitchAttributes",
  ],
  [ackTypes.nodePool]: [
    "cs:CreateClusterNodePool",
    "cs:DeleteClusterNodepool",
    "cs:DescribeClusterNodePoolDetail",
    "cs:DescribeTaskInfo",
    "cs:ModifyClusterNodePool",
  ],
  [ackTypes.autoscaling]: ["cs:CreateAutoscalingConfig"],
  [ackTypes.addon]: [
    "cs:DescribeAddon",
    "cs:DescribeClusterAddonsUpgradeStatus",
    "cs:DescribeTaskInfo",
    "cs:GetClusterAddonInstance",
    "cs:InstallClusterAddons",
    "cs:ListAddons",
    "cs:ModifyClusterAddon",
    "cs:UnInstallClusterAddons",
    "cs:UpgradeClusterAddons",
  ],
};

/** Calls that only certain inputs lead to. */
const callsOfInputs: Readonly<Record<string, Readonly<Partial<Record<AckType, readonly string[]>>>>> = {
  tags: {
    [ackTypes.vpc]: ["vpc:TagResources", "vpc:UntagResources"],
    [ackTypes.vSwitch]: ["vpc:TagResources", "vpc:UntagResources"],
    [ackTypes.natGateway]: ["vpc:TagResources", "vpc:UntagResources"],
    [ackTypes.eip]: ["vpc:TagResources", "vpc:UntagResources"],
    [ackTypes.securityGroup]: ["ecs:TagResources", "ecs:UntagResources"],
    [ackTypes.cluster]: ["cs:ModifyClusterTags"],
  },
  resourceGroupId: {
    [ackTypes.vpc]: ["vpc:MoveResourceGroup"],
    [ackTypes.eip]: ["vpc:MoveResourceGroup"],
    [ackTypes.securityGroup]: ["ecs:JoinResourceGroup"],
  },
  auditLogConfig: { [ackTypes.cluster]: ["cs:UpdateClusterAuditLogConfig"] },
  controlPlaneLogComponents: { [ackTypes.cluster]: ["cs:UpdateControlPlaneLog"] },
  encryptionProviderKey: { [ackTypes.cluster]: ["cs:UpdateKMSEncryption"] },
};

const callsOfQuestions: Readonly<Record<AckQuestion, readonly string[]>> = {
  [ackQuestions.credential]: ["cs:DescribeClusterDetail", "cs:DescribeClusterUserKubeconfig"],
  [ackQuestions.zones]: ["ecs:DescribeAvailableResource", "ecs:DescribeZones"],
  [ackQuestions.natZones]: ["vpc:ListEnhanhcedNatGatewayAvailableZones"],
  [ackQuestions.vpcs]: ["vpc:DescribeVpcs"],
  [ackQuestions.vSwitches]: ["vpc:DescribeVSwitches"],
};

/**
 * The policy for whoever makes, changes and deletes these resources, and asks these questions. Ids are not known
 * beforehand, so it says what may be done and not to what: a resource group or an account of its own sets the bounds.
 */
export function ramPolicy(
  resources: readonly Pick<PlannedResource, "type" | "inputs">[],
  questions: readonly AckQuestion[],
): RamPolicy {
  const calls = [
    ...resources.flatMap(({ type, inputs }) => [
      ...callsOfTypes[type],
      ...Object.keys(inputs).flatMap((input) => callsOfInputs[input]?.[type] ?? []),
    ]),
    ...questions.flatMap((question) => callsOfQuestions[question]),
  ];
  return policyOf(calls);
}
