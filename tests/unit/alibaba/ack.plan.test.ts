import { expect } from "chai";
import fc from "fast-check";
import type { AckArgs } from "../../../provider/src/alibaba/ack.args";
import { checkAck } from "../../../provider/src/alibaba/ack.check";
import { ackHome } from "../../../provider/src/alibaba/ack.home";
import { renderKnativeNetwork } from "../../../provider/src/alibaba/ack.knative.render";
import { planAck } from "../../../provider/src/alibaba/ack.plan";
import { FromResource, type PlannedResource } from "../../../provider/src/alibaba/ack.types";
import { fullest, homeOf, inGivenVpc, smallest } from "../../support/ack";

const inputsOf = (args: AckArgs, key: string): Readonly<Record<string, unknown>> | undefined =>
  planAck(homeOf(args)).resources.find((planned) => planned.key === key)?.inputs;

/** Keys of the resources that a value is taken from. */
function sources(value: unknown): string[] {
  if (value instanceof FromResource) {
    return [value.key];
  }
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(sources) : [];
}

describe("alibaba: the plan of an ACK cluster", () => {
  it("has each resource once and after those that it takes values from", () => {
    const zones = fc.array(fc.constant({}), { minLength: 1, maxLength: 3 });
    const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
    fc.assert(
      fc.property(zones, names, fc.boolean(), fc.boolean(), (zone, pools, terway, withoutNat) => {
        const ack: AckArgs = {
          network: { zones: zone, withoutNat },
          podNetwork: terway ? "terway" : "flannel",
          nodePools: pools.map((name) => ({
            name,
            instanceTypes: ["ecs.g7.xlarge"],
            autoscaling: { min: 1, max: 3 },
          })),
        };
        expect(checkAck({ ack })).to.deep.equal([]);
        const { resources, ready } = planAck(homeOf(ack));
        const keys = resources.map(({ key }) => key);
        expect(new Set(keys).size).to.equal(keys.length);
        resources.forEach(({ inputs, dependsOn = [] }: PlannedResource, index) => {
          expect(keys.slice(0, index)).to.include.members([...sources(inputs), ...dependsOn]);
        });
        expect(keys).to.include.members([...ready]);
      }),
    );
  });

  it("makes a private API server and no NAT gateway of the cloud's own, whose defaults are otherwise", () => {
    expect(inputsOf(smallest, "cluster")).to.deep.include({
      name: "ack",
      profile: "Default",
      clusterSpec: "ack.standard",
      slbInternetEnabled: false,
      newNatGateway: false,
      skipSetCertificateAuthority: true,
      deletionProtection: false,
      enableRrsa: false,
      serviceCidr: "172.21.0.0/16",
      podCidr: "172.20.0.0/16",
      nodeCidrMask: 24,
    });
    expect(inputsOf(smallest, "cluster")?.["addons"]).to.deep.equal([
      { name: "flannel" },
      { name: "csi-plugin" },
      { name: "csi-provisioner" },
      { name: "nginx-ingress-controller", disabled: true },
    ]);
    expect(
      inputsOf({ ...smallest, addons: [{ name: "nginx-ingress-controller" }] }, "cluster")?.["addons"],
    ).to.have.length(3);
  });

  it("deletes what the cluster made and nobody deleted, and keeps logs", () => {
    expect(inputsOf(smallest, "cluster")?.["deleteOptions"]).to.deep.equal([
      { resourceType: "SLB", deleteMode: "delete" },
      { resourceType: "ALB", deleteMode: "delete" },
      { resourceType: "PrivateZone", deleteMode: "delete" },
    ]);
  });

  it("says everything that was asked for", () => {
    expect(inputsOf(fullest, "cluster")).to.deep.include({
      name: "prod",
      clusterSpec: "ack.pro.small",
      version: "1.34.1-aliyun.1",
      slbInternetEnabled: true,
      customSan: "api.example.com,10.8.0.10",
      encryptionProviderKey: "key-1",
      disableEncryption: false,
      auditLogConfig: { enabled: true, slsProjectName: "logs" },
      controlPlaneLogComponents: ["apiserver", "kcm", "scheduler", "ccm"],
      controlPlaneLogTtl: "90",
      controlPlaneLogProject: "logs",
      deletionProtection: true,
      enableRrsa: true,
      resourceGroupId: "rg-1",
      tags: { team: "web" },
      podVswitchIds: [new FromResource("podVSwitch/0"), new FromResource("podVSwitch/1")],
    });
    expect(inputsOf(fullest, "securityGroup")).to.deep.include({ securityGroupType: "enterprise" });
    expect(inputsOf(fullest, "eip")).to.deep.include({ bandwidth: "50", internetChargeType: "PayByTraffic" });
  });

  it("makes node pools that stay, that follow the need, and of spot instances", () => {
    expect(inputsOf(smallest, "nodePool/default")).to.deep.include({
      desiredSize: "3",
      systemDiskCategory: "cloud_essd",
    });
    expect(inputsOf(fullest, "nodePool/system")?.["management"]).to.deep.include({
      enable: true,
      autoRepair: true,
    });
    expect(inputsOf(fullest, "nodePool/spot")).to.deep.include({
      scalingConfig: { enable: true, minSize: 0, maxSize: 20, type: "spot" },
      spotStrategy: "SpotWithPriceLimit",
      spotPriceLimits: [
        { instanceType: "ecs.c7.xlarge", priceLimit: "0.5" },
        { instanceType: "ecs.c6.xlarge", priceLimit: "0.5" },
      ],
      multiAzPolicy: "COST_OPTIMIZED",
      compensateWithOnDemand: true,
      onDemandBaseCapacity: "1",
      onDemandPercentageAboveBaseCapacity: "10",
      labels: [{ key: "pool", value: "spot" }],
      taints: [
        { key: "spot", effect: "NoSchedule" },
        { key: "tier", effect: "PreferNoSchedule", value: "low" },
      ],
    });
    expect(
      inputsOf({ nodePools: [{ instanceTypes: ["ecs.g7.xlarge"], spot: {} }] }, "nodePool/default"),
    ).to.deep.include({
      spotStrategy: "SpotAsPriceGo",
    });
    expect(inputsOf(smallest, "autoscaling")).to.equal(undefined);
    expect(inputsOf(fullest, "autoscaling")).to.deep.include({ expander: "least-waste" });
  });

  it("cuts the VPC: a sixteenth for nodes of each zone, a quarter for its pods", () => {
    const of = (args: AckArgs, key: string) => inputsOf(args, key)?.["cidrBlock"];
    const terway: AckArgs = { ...smallest, podNetwork: "terway" };
    expect(
      ["vSwitch/0", "vSwitch/1", "podVSwitch/0", "podVSwitch/1"].map((key) => of(terway, key)),
    ).to.deep.equal(["10.0.0.0/20", "10.0.16.0/20", "10.0.64.0/18", "10.0.128.0/18"]);
    const large: AckArgs = { ...terway, network: { cidr: "10.0.0.0/8" } };
    expect(["vSwitch/1", "podVSwitch/0"].map((key) => of(large, key))).to.deep.equal([
      "10.1.0.0/16",
      "10.64.0.0/16",
    ]);
  });

  it("makes a NAT gateway in a VPC that is there only if asked to", () => {
    expect(inputsOf(inGivenVpc, "nat")).to.equal(undefined);
    const asked = { ...inGivenVpc, network: { ...inGivenVpc.network, nat: {} } };
    expect(inputsOf(asked, "nat")).to.deep.include({
      vpcId: "vpc-1",
      vswitchId: "vsw-1",
      natType: "Enhanced",
    });
    expect(inputsOf(asked, "snat/1")?.["sourceVswitchId"]).to.equal("vsw-2");
    expect(inputsOf({ ...smallest, network: { withoutNat: true } }, "nat")).to.equal(undefined);
  });

  it("installs Knative after the components that it may need", () => {
    const { resources } = planAck(homeOf(fullest));
    const knative = resources.find(({ key }) => key === "addon/knative");
    expect(knative?.dependsOn).to.deep.equal(["addon/metrics-server", "addon/alb-ingress-controller"]);
    expect(knative?.inputs).to.deep.include({ name: "knative", version: "v1.18.0", config: "{}" });
  });

  it("writes the gateway of managed Knative, and nothing where it is left alone", () => {
    const data = (knative: AckArgs["knative"], more: Partial<AckArgs> = {}) =>
      renderKnativeNetwork(homeOf({ ...smallest, ...more, knative }), "vsw-1,vsw-2")?.["data"];
    expect(data({})).to.equal(undefined);
    expect(data({ gateway: "kourier" })).to.deep.equal({
      "ingress.class": "kourier.ingress.networking.knative.dev",
    });
    const alb = { "ingress.class": "alb.ingress.networking.knative.dev" };
    expect(data({ gateway: "alb" })).to.deep.equal({ ...alb, "vswitch-ids": "vsw-1,vsw-2", eni: "false" });
    expect(data({ gateway: "alb", albConfig: "own" }, { podNetwork: "terway" })).to.deep.equal({
      ...alb,
      albconfig: "own",
    });
  });

  it("keeps the name server of a serverless cluster that is asked for by name", () => {
    const addonsOf = (name: string) =>
      planAck(ackHome("x", { ackServerless: { addons: [{ name }] } }) ?? homeOf(smallest)).resources.find(
        ({ key }) => key === "cluster",
      )?.inputs["addons"];
    expect(addonsOf("coredns")).to.deep.equal([{ name: "metrics-server" }]);
    expect(addonsOf("metrics-server")).to.deep.equal([{ name: "managed-coredns" }]);
  });
});
