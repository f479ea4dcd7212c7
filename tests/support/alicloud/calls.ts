/** What the cloud's provider does about a resource, or asks. */
export type Deed = "create" | "update" | "delete" | "ask";

type Values = Readonly<Record<string, unknown>>;

/**
 * Calls of the cloud's API that each takes, as the functions of resource_alicloud_*.go in aliyun/terraform-provider-alicloud make
 * them one after the other: a resource is read after it is made or changed, and looked for after it is deleted.
 */
const calls: Readonly<Record<string, Readonly<Partial<Record<Deed, readonly string[]>>>>> = {
  ApplicationLoadBalancer: {
    create: ["slb:CreateLoadBalancer", "slb:DescribeLoadBalancerAttribute", "slb:ListTagResources"],
    update: [
      "slb:SetLoadBalancerName",
      "slb:ModifyLoadBalancerInstanceSpec",
      "slb:ModifyLoadBalancerInternetSpec",
      "slb:DescribeLoadBalancerAttribute",
    ],
    delete: ["slb:DeleteLoadBalancer", "slb:DescribeLoadBalancerAttribute"],
  },
  LoadBalancer: {
    create: ["nlb:CreateLoadBalancer", "nlb:GetLoadBalancerAttribute", "nlb:GetJobStatus"],
    update: ["nlb:UpdateLoadBalancerAttribute", "nlb:UpdateLoadBalancerZones", "nlb:GetJobStatus"],
    delete: ["nlb:DeleteLoadBalancer", "nlb:GetLoadBalancerAttribute", "nlb:GetJobStatus"],
  },
  ServerCertificate: {
    create: ["slb:UploadServerCertificate", "slb:ListTagResources", "slb:DescribeServerCertificates"],
    update: ["slb:SetServerCertificateName", "slb:DescribeServerCertificates"],
    delete: ["slb:DeleteServerCertificate", "slb:DescribeServerCertificates"],
  },
  EipAddress: {
    create: [
      "vpc:AllocateEipAddress",
      "vpc:DescribeEipAddresses",
      "vpc:DescribeHighDefinitionMonitorLogAttribute",
    ],
    update: ["vpc:ModifyEipAddressAttribute", "vpc:DescribeEipAddresses"],
    delete: ["vpc:ReleaseEipAddress", "vpc:DescribeEipAddresses"],
  },
  EipAssociation: {
    create: ["vpc:AssociateEipAddress", "vpc:DescribeEipAddresses"],
    delete: ["vpc:UnassociateEipAddress", "vpc:DescribeEipAddresses"],
  },
  AlidnsRecord: {
    create: ["alidns:AddDomainRecord", "alidns:SetDomainRecordStatus", "alidns:DescribeDomainRecordInfo"],
    update: ["alidns:UpdateDomainRecord", "alidns:DescribeDomainRecordInfo"],
    delete: ["alidns:DeleteDomainRecord"],
  },
  "alicloud:slb/getZones:getZones": { ask: ["slb:DescribeAvailableResource"] },
  "alicloud:nlb/getZones:getZones": { ask: ["nlb:DescribeZones"] },
  "alicloud:vpc/getSwitches:getSwitches": { ask: ["vpc:DescribeVSwitches"] },
};

/** Prefix of the API that takes the tags of each. */
const tagged: Readonly<Record<string, string>> = {
  ApplicationLoadBalancer: "slb",
  LoadBalancer: "nlb",
  ServerCertificate: "slb",
  EipAddress: "vpc",
};

/** Calls that a deed takes; none for what is asked for no policy here. */
export function callsFor(kind: string, deed: Deed, inputs: Values): readonly string[] {
  const service = tagged[kind];
  return [
    ...(calls[kind]?.[deed] ?? []),
    ...(deed === "create" && kind === "ApplicationLoadBalancer" && inputs["vswitchId"] !== undefined
      ? ["vpc:DescribeVSwitchAttributes"]
      : []),
    ...(deed !== "delete" && service !== undefined && inputs["tags"] !== undefined
      ? [`${service}:TagResources`]
      : []),
  ];
}
