import { expect } from "chai";
import { Output } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type { AckArgs, AckServerlessArgs } from "../../../provider/src/alibaba/ack.args";
import type { ClusterArgs } from "../../../provider/src/cluster/cluster.args";
import { checkCluster } from "../../../provider/src/cluster/cluster.check";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { fullest, inGivenVpc, smallest } from "../../support/ack";

const lines = (args: ClusterArgs) => checkCluster(args).map(({ path, code }) => `${path} ${code}`);
const ofAck = (ack: Partial<AckArgs>) => lines({ ack: { ...smallest, ...ack } });
const ofServerless = (ackServerless: AckServerlessArgs) => lines({ ackServerless });
const reasonOf = (ack: Partial<AckArgs>) => checkCluster({ ack: { ...smallest, ...ack } })[0]?.reason ?? "";

describe("alibaba: the check of ACK clusters", () => {
  it("lets good ones pass", () => {
    expect(ofAck({})).to.deep.equal([]);
    expect(ofAck(fullest)).to.deep.equal([]);
    expect(ofAck(inGivenVpc)).to.deep.equal([]);
    expect(ofServerless({})).to.deep.equal([]);
    const vpcId = pulumi.output("vpc-1");
    expect(Output.isInstance(vpcId)).to.equal(true);
    expect(ofAck({ network: { vpcId, vSwitchIds: [vpcId], cidr: "192.168.0.0/16" } })).to.deep.equal([]);
  });

  it("tells all problems at once, by their places", () => {
    const found = ofAck({
      network: { cidr: "10.0.0.0/16", zones: [{ cidr: "10.1.0.0/20" }] },
      podCidr: "10.0.0.0/16",
      addons: [{ name: "flannel" }],
      nodePools: [{ instanceTypes: ["ecs.g7.xlarge"], autoscaling: { min: 3, max: 3 } }],
    });
    expect(found).to.have.members([
      "ack.podCidr KN7100",
      "ack.network.zones[0].cidr KN7103",
      "ack.nodePools[0].autoscaling.max KN7106",
      "ack.addons[0].name KN7107",
    ]);
  });

  it("takes one origin of a cluster", () => {
    expect(lines({ ack: smallest, kubeconfig: "k", context: "c" })).to.deep.equal([
      "kubeconfig KN1008",
      "context KN1008",
    ]);
    expect(lines({ ack: smallest, ackServerless: {} })).to.deep.equal(["ackServerless KN1008"]);
  });

  it("reads the shape first", () => {
    expect(ofAck({ nodePools: [] })).to.deep.equal(["ack.nodePools KN1004"]);
    expect(ofAck({ serviceCidr: "172.21.0.1/16" })).to.deep.equal(["ack.serviceCidr KN7101"]);
    expect(ofAck({ name: "-x" })).to.deep.equal(["ack.name KN1006"]);
    expect(ofAck({ kubernetesVersion: "v1.34" })).to.deep.equal(["ack.kubernetesVersion KN1006"]);
    expect(ofAck({ addons: [{ name: "metrics-server", config: "[]" }] })).to.deep.equal([
      "ack.addons[0].config KN1006",
    ]);
    expect(ofAck({ credentialMinutes: 10 })).to.deep.equal(["ack.credentialMinutes KN1004"]);
    expect(ofServerless({ nodePools: [] } as AckServerlessArgs)).to.deep.equal([
      "ackServerless.nodePools KN1001",
    ]);
  });

  describe("of ranges", () => {
    it("wants VPC, pods and Services apart, and names a free range", () => {
      expect(ofAck({ serviceCidr: "172.20.0.0/14" })).to.deep.equal(["ack.serviceCidr KN7100"]);
      expect(reasonOf({ serviceCidr: "172.20.128.0/17" })).to.match(
        /shares addresses with pods, 172\.20\.0\.0\/16 \(podCidr\); 10\.1\.0\.0\/17 is free/,
      );
      expect(ofAck({ network: { cidr: "172.16.0.0/12" } })).to.deep.equal([
        "ack.podCidr KN7100",
        "ack.serviceCidr KN7100",
      ]);
      expect(reasonOf({ network: { cidr: "172.16.0.0/12" } })).to.contain("10.0.0.0/16 is free");
    });

    it("keeps clear of what the cloud has for itself, wherever it is", () => {
      for (const range of ["100.64.0.0/16", "100.100.0.0/16", "100.127.0.0/20"]) {
        expect(ofAck({ serviceCidr: range })).to.deep.equal(["ack.serviceCidr KN7102"]);
      }
      expect(ofAck({ podCidr: "100.100.0.0/16" })).to.deep.equal(["ack.podCidr KN7102"]);
      expect(ofAck({ network: { cidr: "100.64.0.0/16" } })).to.include("ack.network.cidr KN7102");
      expect(
        ofAck({ ...inGivenVpc, network: { ...inGivenVpc.network, cidr: "100.64.0.0/10" } }),
      ).to.deep.equal(["ack.network.cidr KN7102"]);
      expect(reasonOf({ podCidr: "100.100.0.0/16" })).to.match(/metadata.*such as 10\.0\.0\.0\/16/);
    });

    it("takes private ones of a useful size", () => {
      expect(ofAck({ serviceCidr: "172.21.0.0/25" })).to.deep.equal(["ack.serviceCidr KN7101"]);
      expect(ofAck({ serviceCidr: "8.8.0.0/16" })).to.deep.equal(["ack.serviceCidr KN7101"]);
      // A VPC that is there may be what it likes.
      expect(ofAck({ ...inGivenVpc, network: { ...inGivenVpc.network, cidr: "8.0.0.0/8" } })).to.deep.equal(
        [],
      );
    });

    it("wants vSwitches within the VPC, apart and of the cloud's sizes", () => {
      const zones = [
        { cidr: "10.0.0.0/20" },
        { cidr: "10.0.8.0/21" },
        { cidr: "10.0.32.0/30" },
        { cidr: "10.1.0.0/24" },
      ];
      expect(ofAck({ network: { zones } })).to.have.members([
        "ack.network.zones[1].cidr KN7100",
        "ack.network.zones[2].cidr KN7103",
        "ack.network.zones[3].cidr KN7103",
      ]);
      expect(ofAck({ network: { zones: [{}, {}, {}, {}, {}] } })).to.deep.equal([
        "ack.network.zones[4].cidr KN7103",
      ]);
      expect(ofAck({ network: { cidr: "10.0.0.0/27" } })).to.include("ack.network.zones[0].cidr KN7103");
      const terway = { podNetwork: "terway" } as const;
      expect(ofAck({ ...terway, network: { zones: [{}, {}, {}] } })).to.deep.equal([]);
      expect(ofAck({ ...terway, network: { zones: [{}, {}, {}, {}] } })).to.deep.equal([
        "ack.network.zones[3].podCidr KN7103",
      ]);
    });

    it("wants a part of the pods' range for each node there may be", () => {
      const pool = { instanceTypes: ["ecs.g7.xlarge"], autoscaling: { min: 1, max: 20 } };
      expect(ofAck({ podCidr: "172.20.0.0/20", nodePools: [pool] })).to.deep.equal(["ack.podCidr KN7104"]);
      expect(reasonOf({ podCidr: "172.20.0.0/20", nodePools: [pool] })).to.contain(
        "room for 16 nodes by /24 each",
      );
      expect(ofAck({ podCidr: "172.20.0.0/20", nodeCidrMask: 25, nodePools: [pool] })).to.deep.equal([]);
    });
  });

  it("wants the properties of the network that is there, or of the one to make", () => {
    const vpcId = "vpc-1";
    expect(ofAck({ network: { vpcId } })).to.have.members([
      "ack.network.cidr KN1005",
      "ack.network.vSwitchIds KN1005",
    ]);
    expect(ofAck({ network: { ...inGivenVpc.network, zones: [{}], withoutNat: true } })).to.have.members([
      "ack.network.zones KN1008",
      "ack.network.withoutNat KN1008",
    ]);
    expect(ofAck({ network: { vSwitchIds: ["vsw-1"] } })).to.deep.equal(["ack.network.vSwitchIds KN1008"]);
    expect(ofAck({ network: { nat: {}, withoutNat: true } })).to.deep.equal([
      "ack.network.withoutNat KN1008",
    ]);
  });

  it("keeps flannel and Terway apart", () => {
    expect(ofAck({ podNetwork: "terway", podCidr: "172.20.0.0/16", nodeCidrMask: 25 })).to.deep.equal([
      "ack.podCidr KN7105",
      "ack.nodeCidrMask KN7105",
    ]);
    expect(ofAck({ ...inGivenVpc, podNetwork: "terway" })).to.deep.equal([
      "ack.network.podVSwitchIds KN7105",
    ]);
    const podVSwitchIds = ["vsw-3"];
    expect(ofAck({ ...inGivenVpc, network: { ...inGivenVpc.network, podVSwitchIds } })).to.deep.equal([
      "ack.network.podVSwitchIds KN7105",
    ]);
    expect(ofAck({ network: { zones: [{ podCidr: "10.0.64.0/20" }] } })).to.deep.equal([
      "ack.network.zones[0].podCidr KN7105",
    ]);
    expect(ofServerless({ network: { zones: [{ podCidr: "10.0.64.0/20" }] } })).to.deep.equal([
      "ackServerless.network.zones[0].podCidr KN7105",
    ]);
  });

  it("wants names of their own, and sizes that don't contradict each other", () => {
    const instanceTypes = ["ecs.g7.xlarge"];
    expect(ofAck({ nodePools: [{ instanceTypes }, { instanceTypes }] })).to.deep.equal([
      "ack.nodePools[1].name KN1007",
    ]);
    expect(ofAck({ nodePools: [{ instanceTypes, size: 3, autoscaling: { min: 1, max: 3 } }] })).to.deep.equal(
      ["ack.nodePools[0].size KN1008"],
    );
    expect(ofAck({ addons: [{ name: "a" }, { name: "a" }, { name: "knative" }] })).to.deep.equal([
      "ack.addons[1].name KN1007",
      "ack.addons[2].name KN7107",
    ]);
  });

  it("knows what managed Knative needs", () => {
    const few = { nodePools: [{ instanceTypes: ["ecs.g7.xlarge"], autoscaling: { min: 2, max: 9 } }] };
    expect(ofAck({ knative: {}, kubernetesVersion: "1.26.3-aliyun.1", ...few })).to.have.members([
      "ack.kubernetesVersion KN7108",
      "ack.nodePools KN7108",
    ]);
    const addons = [{ name: "alb-ingress-controller" }];
    expect(ofAck({ knative: { gateway: "alb" }, addons, network: { zones: [{}] } })).to.deep.equal([
      "ack.knative.gateway KN7108",
    ]);
    expect(reasonOf({ knative: { gateway: "alb" } })).to.contain("among addons");
    expect(ofAck({ knative: { gateway: "kourier", albConfig: "x" } })).to.deep.equal([
      "ack.knative.albConfig KN1008",
    ]);
    expect(ofServerless({ knative: {} })).to.deep.equal([]);
  });

  it("knows what only other tiers have", () => {
    expect(ofAck({ secretEncryptionKeyId: "key-1" })).to.deep.equal(["ack.secretEncryptionKeyId KN7109"]);
    expect(ofServerless({ spec: "ack.pro.xlarge" })).to.deep.equal(["ackServerless.spec KN7109"]);
  });

  it("is part of a Platform's, which has a Knative of its own", () => {
    const found = checkPlatform({
      cluster: { ack: { ...smallest, knative: {}, serviceCidr: "172.20.0.0/16" } },
    });
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "cluster.ack.serviceCidr KN7100",
      "cluster.ack.knative KN7114",
    ]);
    expect(checkPlatform({ cluster: { ackServerless: {} } })).to.deep.equal([]);
  });
});
