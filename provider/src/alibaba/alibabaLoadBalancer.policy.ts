import { callsOfTypes as callsOfAck } from "./ack.policy";
import { ackQuestions, ackTypes } from "./ack.types";
import type { PlannedSlb } from "./alibabaLoadBalancer.plan";
import { slbQuestions, slbTypes, type SlbQuestion, type SlbType } from "./alibabaLoadBalancer.types";
import { policyOf, type RamPolicy } from "./ram.policy";

/**
 * What the cloud's provider asks to make, read, change and delete a resource, by its type: resource_alicloud_*.go and the services
 * behind them in aliyun/terraform-provider-alicloud.
 */
const callsOfTypes: Readonly<Record<SlbType, readonly string[]>> = {
  [slbTypes.clb]: [
    "slb:CreateLoadBalancer",
    "slb:DeleteLoadBalancer",
    "slb:DescribeLoadBalancerAttribute",
    "slb:ListTagResources",
    "slb:ModifyLoadBalancerInstanceChargeType",
    "slb:ModifyLoadBalancerInstanceSpec",
    "slb:ModifyLoadBalancerInternetSpec",
    "slb:SetLoadBalancerDeleteProtection",
    "slb:SetLoadBalancerModificationProtection",
    "slb:SetLoadBalancerName",
  ],
  [slbTypes.nlb]: [
    "nlb:CreateLoadBalancer",
    "nlb:DeleteLoadBalancer",
    "nlb:GetJobStatus",
    "nlb:GetLoadBalancerAttribute",
    "nlb:UpdateLoadBalancerAddressTypeConfig",
    "nlb:UpdateLoadBalancerAttribute",
    "nlb:UpdateLoadBalancerZones",
  ],
  [slbTypes.certificate]: [
    "slb:DeleteServerCertificate",
    "slb:DescribeServerCertificates",
    "slb:ListTagResources",
    "slb:SetServerCertificateName",
    "slb:UploadServerCertificate",
  ],
  [slbTypes.eip]: callsOfAck[ackTypes.eip],
  [slbTypes.eipAssociation]: callsOfAck[ackTypes.eipAssociation],
  [slbTypes.record]: [
    "alidns:AddDomainRecord",
    "alidns:DeleteDomainRecord",
    "alidns:DescribeDomainRecordInfo",
    "alidns:UpdateDomainRecord",
    // Each record is set to be in force when it is made.
    "alidns:SetDomainRecordStatus",
  ],
};

/** Calls that only certain inputs lead to. */
const callsOfInputs: Readonly<Record<string, Readonly<Partial<Record<SlbType, readonly string[]>>>>> = {
  tags: {
    [slbTypes.clb]: ["slb:TagResources", "slb:UntagResources"],
    [slbTypes.nlb]: ["nlb:TagResources", "nlb:UntagResources"],
    [slbTypes.certificate]: ["slb:TagResources", "slb:UntagResources"],
    [slbTypes.eip]: ["vpc:TagResources", "vpc:UntagResources"],
  },
  resourceGroupId: {
    [slbTypes.nlb]: ["nlb:MoveResourceGroup"],
    [slbTypes.eip]: ["vpc:MoveResourceGroup"],
  },
  vswitchId: { [slbTypes.clb]: ["vpc:DescribeVSwitchAttributes"] },
  securityGroupIds: {
    [slbTypes.nlb]: ["nlb:LoadBalancerJoinSecurityGroup", "nlb:LoadBalancerLeaveSecurityGroup"],
  },
};

const callsOfQuestions: Readonly<Record<SlbQuestion, readonly string[]>> = {
  [slbQuestions.clbZones]: ["slb:DescribeAvailableResource"],
  [slbQuestions.nlbZones]: ["nlb:DescribeZones"],
  [ackQuestions.vSwitches]: ["vpc:DescribeVSwitches"],
};

/**
 * The policy for whoever makes, changes and deletes these resources, and asks these questions. The cluster's own controller has a
 * role of its own, which this isn't about.
 */
export function slbPolicy(
  resources: readonly Pick<PlannedSlb, "type" | "inputs">[],
  questions: readonly SlbQuestion[],
): RamPolicy {
  return policyOf([
    ...resources.flatMap(({ type, inputs }) => [
      ...callsOfTypes[type],
      ...Object.keys(inputs).flatMap((input) => callsOfInputs[input]?.[type] ?? []),
    ]),
    ...questions.flatMap((question) => callsOfQuestions[question]),
  ]);
}
