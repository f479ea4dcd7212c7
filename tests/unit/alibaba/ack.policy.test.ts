import { expect } from "chai";
import { planAck } from "../../../provider/src/alibaba/ack.plan";
import { ramPolicy } from "../../../provider/src/alibaba/ack.policy";
import {
  ackQuestions,
  ackTypes,
  type AckQuestion,
  type AckType,
} from "../../../provider/src/alibaba/ack.types";
import { questionsFor } from "../../../provider/src/alibaba/ack.gate";
import { ackHome } from "../../../provider/src/alibaba/ack.home";
import { fullest, homeOf, inGivenVpc, smallest } from "../../support/ack";

/**
 * The calls of version 1.285 of the Terraform provider, which the cloud package is made from, by its sources: what each
 * resource's functions for making, reading, changing and deleting send. Calls that these resources' inputs can't lead to
 * are left out.
 */
const sent: Readonly<Record<AckType, string>> = {
  [ackTypes.vpc]: "vpc: CreateVpc DescribeVpcAttribute DescribeRouteTableList ModifyVpcAttribute DeleteVpc",
  [ackTypes.vSwitch]: "vpc: CreateVSwitch DescribeVSwitchAttributes ModifyVSwitchAttribute DeleteVSwitch",
  [ackTypes.natGateway]:
    "vpc: CreateNatGateway DescribeNatGateways ListTagResources ModifyNatGatewayAttribute DeleteNatGateway",
  [ackTypes.snatEntry]: "vpc: CreateSnatEntry DescribeSnatTableEntries ModifySnatEntry DeleteSnatEntry",
  [ackTypes.eip]:
    "vpc: AllocateEipAddress DescribeEipAddresses DescribeHighDefinitionMonitorLogAttribute ModifyEipAddressAttribute ReleaseEipAddress",
  [ackTypes.eipAssociation]: "vpc: AssociateEipAddress DescribeEipAddresses UnassociateEipAddress",
  [ackTypes.securityGroup]:
    "ecs: CreateSecurityGroup DescribeSecurityGroups DescribeSecurityGroupAttribute ModifySecurityGroupAttribute ModifySecurityGroupPolicy DeleteSecurityGroup",
  [ackTypes.securityGroupRule]:
    "ecs: AuthorizeSecurityGroup AuthorizeSecurityGroupEgress DescribeSecurityGroupAttribute ModifySecurityGroupRule ModifySecurityGroupEgressRule RevokeSecurityGroup RevokeSecurityGroupEgress",
  [ackTypes.cluster]:
    "cs: CreateCluster DescribeTaskInfo DescribeClusterDetail CheckControlPlaneLogEnable GetClusterAuditProject ModifyCluster UpgradeCluster MigrateCluster DeleteCluster; vpc: DescribeVSwitchAttributes DescribeNatGateways",
  [ackTypes.nodePool]:
    "cs: CreateClusterNodePool DescribeTaskInfo DescribeClusterNodePoolDetail ModifyClusterNodePool DeleteClusterNodepool",
  [ackTypes.autoscaling]: "cs: CreateAutoscalingConfig",
  [ackTypes.addon]:
    "cs: ListAddons GetClusterAddonInstance DescribeAddon DescribeClusterAddonsUpgradeStatus InstallClusterAddons UpgradeClusterAddons ModifyClusterAddon UnInstallClusterAddons DescribeTaskInfo",
};

const asked: Readonly<Record<AckQuestion, string>> = {
  [ackQuestions.credential]: "cs: DescribeClusterDetail DescribeClusterUserKubeconfig",
  [ackQuestions.zones]: "ecs: DescribeAvailableResource DescribeZones",
  [ackQuestions.natZones]: "vpc: ListEnhanhcedNatGatewayAvailableZones",
  [ackQuestions.vpcs]: "vpc: DescribeVpcs",
  [ackQuestions.vSwitches]: "vpc: DescribeVSwitches",
};

function actions(calls: string): string[] {
  return calls.split("; ").flatMap((group) => {
    const [service = "", names = ""] = group.split(": ");
    return names.split(" ").map((name) => `${service}:${name}`);
  });
}

describe("alibaba: the RAM policy of a cluster", () => {
  const serverless = ackHome("serverless", { ackServerless: {} });
  const homes = [
    homeOf(smallest),
    homeOf(fullest),
    homeOf(inGivenVpc),
    ...(serverless === undefined ? [] : [serverless]),
  ];

  it("allows every call that its resources lead to, and none of others", () => {
    for (const home of homes) {
      const { resources } = planAck(home);
      const questions = [ackQuestions.credential, ...questionsFor(home)];
      const allowed = ramPolicy(resources, questions).Statement.flatMap(({ Action }) => Action);
      const needed = [
        ...resources.flatMap(({ type }) => actions(sent[type])),
        ...questions.flatMap((question) => actions(asked[question])),
      ];
      expect(allowed).to.include.members(needed);
      const further = allowed.filter((action) => !needed.includes(action));
      const byInputs =
        /:(TagResources|UntagResources|ModifyClusterTags|MoveResourceGroup|JoinResourceGroup|Update\w+)$/;
      expect(further.filter((action) => !byInputs.test(action))).to.deep.equal([]);
    }
  });

  it("allows tags, groups, logs and keys only where there are some", () => {
    const allowedOf = (home: (typeof homes)[number]) =>
      ramPolicy(planAck(home).resources, []).Statement.flatMap(({ Action }) => Action);
    const further = [
      "vpc:TagResources",
      "ecs:TagResources",
      "cs:ModifyClusterTags",
      "vpc:MoveResourceGroup",
      "ecs:JoinResourceGroup",
      "cs:UpdateControlPlaneLog",
      "cs:UpdateClusterAuditLogConfig",
      "cs:UpdateKMSEncryption",
    ];
    expect(allowedOf(homeOf(fullest))).to.include.members(further);
    expect(allowedOf(homeOf(smallest)).filter((action) => further.includes(action))).to.deep.equal([]);
  });

  it("has nothing of networks where the network is there", () => {
    const home = homeOf(inGivenVpc);
    const actionsOfVpc = ramPolicy(planAck(home).resources, questionsFor(home))
      .Statement.flatMap(({ Action }) => Action)
      .filter((action) => /^(vpc|ecs):/.test(action));
    expect(actionsOfVpc.filter((action) => !/:(Describe|List)/.test(action))).to.deep.equal([]);
  });

  it("is one that RAM takes, without wildcards in actions", () => {
    const policy = ramPolicy(planAck(homeOf(fullest)).resources, Object.values(ackQuestions));
    expect(policy.Version).to.equal("1");
    expect(policy.Statement.map(({ Effect, Resource }) => `${Effect} ${Resource}`)).to.deep.equal(
      Array(3).fill("Allow *"),
    );
    const all = policy.Statement.flatMap(({ Action }) => Action);
    expect(all.filter((action) => !/^(cs|ecs|vpc):[A-Z]\w+$/.test(action))).to.deep.equal([]);
    expect(new Set(all).size).to.equal(all.length);
    // RAM's limit for a custom policy.
    expect(JSON.stringify(policy).length).to.be.below(6144);
  });
});
