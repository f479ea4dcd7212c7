import { expect } from "chai";
import type { AlibabaLoadBalancerArgs } from "../../../provider/src/alibaba/alibabaLoadBalancer.args";
import { costDrivers } from "../../../provider/src/alibaba/alibabaLoadBalancer.cost";
import { FromService, planSlb, VpcOfZones } from "../../../provider/src/alibaba/alibabaLoadBalancer.plan";
import { slbPolicy } from "../../../provider/src/alibaba/alibabaLoadBalancer.policy";
import {
  askZoneFacts,
  checkZoneFacts,
  zoneQuestions,
  type NamedZones,
} from "../../../provider/src/alibaba/alibabaLoadBalancer.zones";
import { FromResource } from "../../../provider/src/alibaba/ack.types";
import { certificatePem, fullestClb, nlb, privateKeyPem } from "./alibabaLoadBalancers";

const planned = (args: AlibabaLoadBalancerArgs) => {
  const { before, after } = planSlb("edge", args);
  return [...before, ...after];
};
const actions = (args: AlibabaLoadBalancerArgs) =>
  slbPolicy(planned(args), zoneQuestions(args)).Statement.flatMap(({ Action }) => Action);

describe("alibaba: what is made beside an existing gateway", () => {
  it("is nothing where the controller makes the load balancer and nothing more is asked for", () => {
    expect(planned({ hosts: ["hello.shop.cn"] })).to.deep.equal([]);
    expect(actions({})).to.deep.equal([]);
  });

  it("is a CLB with its certificate before the Service, its EIP and records after it", () => {
    const { before, after } = planSlb("edge", fullestClb);
    expect(before.map(({ key }) => key)).to.deep.equal(["certificate/web", "loadBalancer"]);
    expect(before[0]?.inputs).to.deep.equal({
      name: "web",
      serverCertificate: certificatePem,
      privateKey: privateKeyPem,
      resourceGroupId: "rg-1",
      tags: { team: "web" },
    });
    expect(before[0]?.secretOutputs).to.deep.equal(["privateKey"]);
    expect(before[1]?.inputs).to.deep.equal({
      loadBalancerName: "web",
      resourceGroupId: "rg-1",
      tags: { team: "web" },
      addressType: "intranet",
      vswitchId: "vsw-1",
      address: "10.0.0.9",
      masterZoneId: "cn-hangzhou-h",
      slaveZoneId: "cn-hangzhou-i",
      instanceChargeType: "PayBySpec",
      loadBalancerSpec: "slb.s2.small",
      deleteProtection: "off",
    });
    expect(after.map(({ key }) => key)).to.deep.equal([
      "eip",
      "eipAssociation",
      "record/hello.shop.cn",
      "record/*.apps.shop.cn",
    ]);
    expect(after[0]?.inputs).to.deep.include({ bandwidth: "50", internetChargeType: "PayByBandwidth" });
    expect(after[1]?.inputs).to.deep.equal({
      allocationId: new FromResource("eip"),
      instanceId: new FromService("id"),
      instanceType: "SlbInstance",
    });
    expect(after[3]?.inputs).to.deep.equal({
      domainName: "shop.cn",
      rr: "*.apps",
      type: "A",
      value: new FromResource("eip", "ipAddress"),
      ttl: 60,
    });
  });

  it("is an NLB in the VPC of its vSwitches, reached by name", () => {
    const [balancer, record] = planned(nlb);
    expect(balancer?.inputs).to.deep.equal({
      loadBalancerName: "edge",
      tags: { team: "web" },
      loadBalancerType: "Network",
      addressType: "Internet",
      vpcId: new VpcOfZones(),
      zoneMappings: [
        { zoneId: "cn-hangzhou-h", vswitchId: "vsw-1", allocationId: "eip-1" },
        { zoneId: "cn-hangzhou-i", vswitchId: "vsw-2" },
      ],
      crossZoneEnabled: false,
      securityGroupIds: ["sg-1"],
    });
    expect(record?.inputs).to.include({ type: "CNAME", ttl: 600 });
  });

  it("is paid by bandwidth, in the resource's words", () => {
    const settings = {
      addressType: "internet",
      ipVersion: "ipv6",
      deleteProtection: true,
      modificationProtection: "ConsoleProtection",
      billing: { chargeType: "paybybandwidth", bandwidth: 20 },
    } as const;
    const [balancer, record] = planned({
      madeBy: "pulumi",
      settings,
      hosts: ["shop.cn"],
      dns: { zone: "shop.cn" },
    });
    expect(balancer?.inputs).to.include({
      internetChargeType: "PayByBandwidth",
      bandwidth: 20,
      instanceChargeType: "PayByCLCU",
      deleteProtection: "on",
      modificationProtectionReason: "managed by Pulumi",
    });
    expect(record?.inputs).to.deep.include({ rr: "@", type: "AAAA", value: new FromService("address") });
  });
});

describe("alibaba: RAM policy of a load balancer", () => {
  it("has the calls of what is made, and no others", () => {
    const services = (args: AlibabaLoadBalancerArgs) => [
      ...new Set(actions(args).map((action) => action.split(":")[0])),
    ];
    expect(services({ eip: {} })).to.deep.equal(["vpc"]);
    expect(services(fullestClb)).to.deep.equal(["alidns", "slb", "vpc"]);
    expect(services(nlb)).to.deep.equal(["alidns", "nlb", "vpc"]);
    expect(actions(fullestClb)).to.include.members([
      "slb:UploadServerCertificate",
      "slb:TagResources",
      "slb:DescribeAvailableResource",
      "vpc:AssociateEipAddress",
      "vpc:DescribeVSwitchAttributes",
      "alidns:AddDomainRecord",
    ]);
    expect(actions(nlb)).to.include.members(["nlb:LoadBalancerJoinSecurityGroup", "vpc:DescribeVSwitches"]);
    expect(actions({ eip: {} })).not.to.include("vpc:TagResources");
  });
});

describe("alibaba: what a load balancer costs", () => {
  it("is told by what is paid for", () => {
    expect(costDrivers({})).to.deep.equal([
      "CLB: an hour's fee and capacity units (CLCU) by use, made by the controller",
    ]);
    expect(costDrivers(fullestClb)).to.deep.equal([
      "CLB: an hour's fee for the specification slb.s2.small, used or not, made by this program",
      "EIP: an hour's fee for 50 Mbit/s, used or not",
      "the DNS zone's edition: a TTL below 600 needs a paid one",
    ]);
    expect(costDrivers(nlb)).to.deep.equal([
      "NLB: an hour's fee and capacity units (LCU) by use, made by this program",
      "public address: each GiB of outbound traffic",
    ]);
    const own = { addressType: "internet", preserveOnDelete: true } as const;
    expect(costDrivers({ settings: own })).to.have.length(3);
    expect(costDrivers({ settings: { id: "lb-1" }, eip: {} })).to.deep.equal([
      "the load balancer that settings.id names: paid for with or without this",
      "EIP: an hour's fee while it is kept, and each GiB of outbound traffic",
    ]);
    const shared = { ...nlb.settings, billing: { bandwidthPackageId: "cbwp-1" } };
    expect(costDrivers({ settings: shared })[1]).to.contain("bandwidth package");
    const fixed = {
      addressType: "internet",
      billing: { chargeType: "paybybandwidth", bandwidth: 7 },
    } as const;
    expect(costDrivers({ settings: fixed })[1]).to.contain("7 Mbit/s");
  });
});

describe("alibaba: zones of a load balancer", () => {
  const pairs = { "cn-hangzhou-h": ["cn-hangzhou-i", "cn-hangzhou-j"], "cn-hangzhou-k": [] };
  const check = (named: Partial<NamedZones>, facts = pairs as Record<string, readonly string[]>) =>
    checkZoneFacts(fullestClb, { maps: [], ...named }, { pairs: facts }).map(
      ({ path, code, reason }) => `${path} ${code} ${reason}`,
    );

  it("are asked for only where some are named", () => {
    expect(zoneQuestions({})).to.deep.equal([]);
    expect(zoneQuestions({ settings: { id: "nlb-1", type: "nlb" } })).to.deep.equal([]);
    expect(zoneQuestions(fullestClb)).to.deep.equal(["alicloud:slb/getZones:getZones"]);
    expect(zoneQuestions({ ...nlb, madeBy: "controller" })).to.deep.equal(["alicloud:nlb/getZones:getZones"]);
  });

  it("of a CLB are a pair that the region offers", () => {
    expect(check({ master: "cn-hangzhou-h", slave: "cn-hangzhou-j" })).to.deep.equal([]);
    expect(check({ master: "cn-hangzhou-g", slave: "cn-hangzhou-h" })).to.deep.equal([
      'settings.network.masterZoneId KN7015 "cn-hangzhou-g" is not offered by the region (did you mean "cn-hangzhou-h"?); there are cn-hangzhou-h with cn-hangzhou-i, cn-hangzhou-h with cn-hangzhou-j',
    ]);
    expect(check({ master: "cn-hangzhou-h", slave: "cn-hangzhou-k" })[0]).to.contain(
      'slaveZoneId KN7015 "cn-hangzhou-k" can\'t take over from "cn-hangzhou-h"',
    );
    expect(check({ master: "cn-hangzhou-k", slave: "cn-hangzhou-h" })[0]).to.contain("has no second zone");
  });

  it("can't be named where a region has no second one", () => {
    expect(check({ master: "a", slave: "b" }, { a: [] })).to.deep.equal([
      "settings.network.masterZoneId KN7015 can't be named: the region has no second zone (only a); leave masterZoneId and slaveZoneId out, or take another region",
    ]);
    expect(check({ master: "a", slave: "b" }, {})[0]).to.contain("none at all");
  });

  it("of an NLB are each offered, and two", () => {
    const maps = ["a", "x", undefined];
    const found = (zones: readonly string[]) =>
      checkZoneFacts(nlb, { maps, vSwitchId: "vsw-1" }, { zones, vpcId: "vpc-1" }).map(
        ({ path, code }) => `${path} ${code}`,
      );
    expect(found(["a", "b"])).to.deep.equal(["settings.network.zoneMaps[1].zoneId KN7015"]);
    expect(found(["a"])).to.deep.equal(["settings.network.zoneMaps KN7015"]);
    expect(
      checkZoneFacts(nlb, { maps: [], vSwitchId: "vsw-9" }, { zones: ["a", "b"] }).map(({ path }) => path),
    ).to.deep.equal(["settings.network.zoneMaps[0].vswitchId"]);
  });

  it("are read from either form of the cloud's answer", async () => {
    const asked: unknown[] = [];
    const facts = await askZoneFacts(fullestClb, { maps: [] }, (question, args) => {
      asked.push([question, args]);
      return Promise.resolve({
        zones: [
          { id: "a_b", masterZoneId: "a", slaveZoneId: "b" },
          { id: "a_c", masterZoneId: "a", slaveZoneId: "c" },
          { id: "d", slbSlaveZoneIds: ["a", "d"] },
        ],
      });
    });
    expect(facts).to.deep.equal({ pairs: { a: ["b", "c"], d: ["a"] } });
    expect(asked).to.deep.equal([
      [
        "alicloud:slb/getZones:getZones",
        { availableSlbAddressType: "vpc", availableSlbAddressIpVersion: "ipv4" },
      ],
    ]);
    const ofNlb = await askZoneFacts(nlb, { maps: [], vSwitchId: "vsw-1" }, (question) =>
      Promise.resolve(
        question.includes("Switches") ? { vswitches: [{ vpcId: "vpc-1" }] } : { zones: [{ zoneId: "a" }] },
      ),
    );
    expect(ofNlb).to.deep.equal({ zones: ["a"], vpcId: "vpc-1" });
  });
});
