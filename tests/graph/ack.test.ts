import * as pulumi from "@pulumi/pulumi";
import { version as alicloudVersion } from "@pulumi/alicloud/package.json";
import { expect } from "chai";
import { Cluster } from "../../provider/src/cluster/cluster";
import type { ClusterArgs } from "../../provider/src/cluster/cluster.args";
import {
  ackKubeconfig,
  answerOf,
  stateOf,
  ackSecret,
  fullest,
  inGivenVpc,
  privateServer,
  publicServer,
  smallest,
} from "../support/ack";
import { Platform } from "../../provider/src/platform/platform";
import { needReleases } from "../support/releases";
import { record, valueOf, type RecordOptions, type Registration } from "../support/recorder";

describe("graph: ACK clusters", () => {
  // A preview: the API server of the kubeconfig is nowhere, and only an update needs it.
  const make = (args: ClusterArgs, options: RecordOptions = {}) =>
    record(() => new Cluster("ack", { timeoutSeconds: 1, ...args }), {
      preview: true,
      respond: stateOf,
      answer: answerOf,
      ...options,
    });
  const named = (registrations: readonly Registration[], name: string): Registration => {
    const found = registrations.find((made) => made.name === name);
    expect(found, name).not.to.equal(undefined);
    return found as Registration;
  };

  it("are made in order: network, way out, control plane, nodes, and then what runs in them", async () => {
    const { registrations } = await make({ ack: smallest });
    const names = registrations.map(({ name }) => name);
    expect(names).to.have.members([
      "ack",
      "ack:vpc",
      "ack:vSwitch/0",
      "ack:vSwitch/1",
      "ack:nat",
      "ack:eip",
      "ack:natEip",
      "ack:snat/0",
      "ack:snat/1",
      "ack:securityGroup",
      "ack:securityGroupRule/vpc",
      "ack:securityGroupRule/pods",
      "ack:securityGroupRule/out",
      "ack:cluster",
      "ack:nodePool/default",
      "ack",
    ]);
    expect(names.slice(-3)).to.deep.equal(["ack:cluster", "ack:nodePool/default", "ack"]);
    const cluster = named(registrations, "ack:cluster");
    expect(cluster.dependencies).to.include.members([
      "ack:snat/0",
      "ack:snat/1",
      "ack:securityGroupRule/out",
    ]);
    expect(named(registrations, "ack:snat/1").dependencies).to.include.members([
      "ack:natEip",
      "ack:vSwitch/1",
    ]);
    expect(named(registrations, "ack:nodePool/default").dependencies).to.include("ack:cluster");
    for (const { name, type, parent, version } of registrations.filter(({ type }) =>
      type.startsWith("alicloud:"),
    )) {
      expect({ parent, version }, `${name} ${type}`).to.deep.equal({
        parent: "ack",
        version: alicloudVersion,
      });
    }
  });

  it("outlive all that runs in them, so that load balancers go before who deletes them", async () => {
    const { registrations } = await make({ ack: { ...fullest, deletionProtection: false } });
    const provider = registrations.find(({ type }) => type === "pulumi:providers:kubernetes");
    expect(provider?.dependencies).to.include.members([
      "ack:cluster",
      "ack:snat/0",
      "ack:podSnat/1",
      "ack:securityGroupRule/out",
      "ack:nodePool/system",
      "ack:nodePool/spot",
      "ack:autoscaling",
      "ack:addon/metrics-server",
      "ack:addon/knative",
    ]);
  });

  it("are known by their own id, so that a changed kubeconfig replaces nothing", async () => {
    const identifiers = async (token: string) => {
      const { registrations } = await make(
        { ack: smallest },
        {
          answer: (asked, inputs) =>
            asked.startsWith("alicloud:cs/")
              ? { kubeConfig: ackKubeconfig(undefined, token) }
              : answerOf(asked, inputs),
        },
      );
      const { inputs } = registrations.find(
        ({ type }) => type === "pulumi:providers:kubernetes",
      ) as Registration;
      expect(JSON.stringify(inputs.kubeconfig)).to.contain(token);
      return inputs.clusterIdentifier;
    };
    expect([await identifiers("first"), await identifiers("second")]).to.deep.equal([
      "ack:cluster-id",
      "ack:cluster-id",
    ]);
  });

  it("have a secret kubeconfig with the address in the VPC, or with the public one where there is one", async () => {
    const inside = (await make({ ack: smallest })).result;
    expect(await valueOf(inside.kubeconfig))
      .to.contain(privateServer)
      .and.to.contain(ackSecret);
    expect(await (inside.kubeconfig as unknown as { isSecret: Promise<boolean> }).isSecret).to.equal(true);
    const outside = (await make({ ack: { ...smallest, publicApiServer: true } })).result;
    expect(await valueOf(outside.kubeconfig)).to.contain(publicServer);
  });

  it("tell what they consist of, without anything secret", async () => {
    const { result } = await make({ ack: fullest });
    const ack = await valueOf(result.ack);
    expect(await (result.ack as unknown as { isSecret: Promise<boolean> }).isSecret).to.equal(false);
    expect(ack).to.deep.include({
      clusterId: "ack:cluster-id",
      vpcId: "ack:vpc-id",
      vSwitchIds: ["ack:vSwitch/0-id", "ack:vSwitch/1-id"],
      securityGroupId: "ack:securityGroup-id",
      egressAddress: "203.0.113.9",
      rrsaIssuer: "https://oidc.example.com/c1",
      kubeconfigExpires: "2999-01-01T00:00:00Z",
    });
    expect(JSON.stringify(ack)).not.to.contain(ackSecret);
  });

  it("stand in a VPC that is there without touching it", async () => {
    const { registrations, result } = await make({ ack: inGivenVpc });
    const types = registrations.map(({ type }) => type).filter((type) => type.startsWith("alicloud:"));
    expect(types).to.deep.equal([
      "alicloud:cs/managedKubernetes:ManagedKubernetes",
      "alicloud:cs/nodePool:NodePool",
    ]);
    const { inputs } = named(registrations, "ack:cluster");
    expect(inputs).to.deep.include({
      vswitchIds: ["vsw-1", "vsw-2"],
      securityGroupId: "sg-1",
      newNatGateway: false,
    });
    expect(await valueOf(result.ack)).to.deep.include({ vpcId: "vpc-1", vSwitchIds: ["vsw-1", "vsw-2"] });
  });

  it("are Serverless by the profile of the same resource, without nodes", async () => {
    const { registrations } = await make({ ackServerless: { knative: { gateway: "kourier" } } });
    const { inputs, type } = named(registrations, "ack:cluster");
    expect(type).to.equal("alicloud:cs/managedKubernetes:ManagedKubernetes");
    expect(inputs).to.deep.include({ profile: "Serverless", slbInternetEnabled: false });
    expect(inputs).not.to.have.any.keys("podCidr", "podVswitchIds", "nodeCidrMask");
    expect(registrations.filter(({ type: each }) => /nodePool|Autoscaling/.test(each))).to.deep.equal([]);
    expect(named(registrations, "ack:addon/knative").dependencies).to.deep.equal(["ack:cluster"]);
  });

  it("use the gateway that managed Knative is to have, by keys of their own in its settings", async () => {
    const { registrations } = await make({ ack: fullest });
    const patch = named(registrations, "ack:ConfigMapPatch/knative-serving/config-network");
    expect(patch.type).to.equal("kubernetes:core/v1:ConfigMapPatch");
    expect(patch.inputs.data).to.deep.equal({
      "ingress.class": "alb.ingress.networking.knative.dev",
      "vswitch-ids": "ack:vSwitch/0-id,ack:vSwitch/1-id",
    });
    expect(patch.provider).to.contain("pulumi:providers:kubernetes::ack");
    expect(patch.dependencies).to.include("ack:addon/knative");
  });

  it("refuse to be deleted if wanted, here too, before anything else goes", async () => {
    const protectedOnes = async (deletionProtection: boolean) =>
      (await make({ ack: { ...smallest, deletionProtection } })).registrations
        .filter(({ protect }) => protect)
        .map(({ name }) => name);
    expect(await protectedOnes(true)).to.deep.equal(["ack:cluster"]);
    expect(await protectedOnes(false)).to.deep.equal([]);
  });

  it("are replaced one after the other, and keep what only counts at first", async () => {
    const { registrations } = await make({ ack: smallest });
    const cluster = named(registrations, "ack:cluster");
    expect(cluster.deleteBeforeReplace).to.equal(true);
    expect(cluster.ignoreChanges).to.deep.equal(["addons", "slbInternetEnabled"]);
    expect(cluster.secretOutputs).to.include("certificateAuthority");
    expect(named(registrations, "ack:vSwitch/0").ignoreChanges).to.deep.equal(["zoneId"]);
    const chosen = await make({ ack: fullest });
    expect(named(chosen.registrations, "ack:vSwitch/0").ignoreChanges).to.deep.equal([]);
  });

  it("take zones of the cloud's where none are named", async () => {
    const { registrations } = await make({ ack: smallest });
    expect(
      ["ack:vSwitch/0", "ack:vSwitch/1"].map((name) => named(registrations, name).inputs.zoneId),
    ).to.deep.equal(["cn-hangzhou-h", "cn-hangzhou-i"]);
  });

  it("preview in full where the cloud can't be asked and nothing is there yet", async () => {
    const answer: RecordOptions["answer"] = () => {
      throw new Error("no credentials");
    };
    const { registrations, result } = await make(
      { ack: { ...fullest, network: {} } },
      { respond: (_, __, inputs) => inputs, answer, isNew: true },
    );
    const { registrations: known } = await make({ ack: { ...fullest, network: {} } });
    const names = (all: readonly Registration[]) => all.map(({ name }) => name);
    expect(names(registrations)).to.have.members(names(known));
    expect(named(registrations, "ack:vSwitch/0").inputs.zoneId).to.satisfy(pulumi.isUnknown);
    // Whoever is to make the cluster needs it before.
    expect(JSON.parse((await valueOf(result.ramPolicy)) ?? "")).to.have.property("Version", "1");
  });

  it("hold a whole platform, in a preview before they are there too", async function () {
    const mirror = needReleases(this);
    const args = {
      cluster: { ack: smallest },
      serving: { release: "1.22", source: { mirror }, gateways: [{ exposure: "LoadBalancer" as const }] },
      services: [{ name: "hello", image: "registry.example.com/hello:1.0" }],
    };
    for (const isNew of [true, false]) {
      const { registrations } = await record(() => new Platform("shop", args), {
        preview: true,
        isNew,
        respond: isNew ? undefined : stateOf,
        answer: answerOf,
      });
      const objects = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
      expect(objects.length).to.be.greaterThan(70);
      expect(named(registrations, "hello:Service/default/hello").type).to.equal(
        "kubernetes:serving.knative.dev/v1:Service",
      );
      const strange = objects.filter(
        ({ provider }) => !provider.includes("pulumi:providers:kubernetes::shop"),
      );
      expect(strange.map(({ name }) => name)).to.deep.equal([]);
      const provider = registrations.find(({ type }) => type === "pulumi:providers:kubernetes");
      expect(provider?.dependencies).to.include.members(["shop:cluster", "shop:nodePool/default"]);
    }
  });
});
