import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { AlibabaLoadBalancerArgs } from "../../../provider/src/alibaba/alibabaLoadBalancer.args";
import { Cloud } from "../../support/alicloud/cloud";
import { installCloud } from "../../support/alicloud/install";
import { PluginProject } from "../../support/pluginProject";
import { certificatePem, fullestClb, nlb } from "../../unit/alibaba/alibabaLoadBalancers";
import { compiledNodeSdk } from "../languages/languages";
import { needPulumi, pathWith, patience } from "../languages/tools";

interface Outputs {
  readonly address: string;
  readonly loadBalancerId: string;
  readonly ramPolicy: string;
  readonly hosts: readonly string[];
  readonly dnsRecords: readonly unknown[];
}

const credentials = {
  ALICLOUD_ACCESS_KEY: "access-key-never-to-be-seen",
  ALICLOUD_SECRET_KEY: "secret-key-never-to-be-seen",
};
const secretKey = "-----BEGIN PRIVATE KEY-----\nkey-never-to-be-seen\n-----END PRIVATE KEY-----\n";
const vSwitches = { vswitchId: "vsw-bp1h", masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-i" };
const clb: AlibabaLoadBalancerArgs = {
  ...fullestClb,
  settings: { ...fullestClb.settings, network: vSwitches, deleteProtection: false },
  serverCertificates: [{ name: "web", certificate: certificatePem, privateKey: secretKey }],
};

/** A program with one load balancer before a gateway, and a cloud that stands in for Alibaba's. */
class GatewayProject extends PluginProject {
  readonly cloudFile = join(this.directory, "cloud.json");

  static async make(pulumi: readonly string[]): Promise<GatewayProject> {
    const project = new GatewayProject(
      {
        component: "AlibabaLoadBalancer",
        outputs: ["address", "loadBalancerId", "ramPolicy", "hosts", "dnsRecords"],
      },
      await compiledNodeSdk(),
    );
    const cloud = { file: project.cloudFile, apiServer: "https://127.0.0.1:1" };
    const standIns = installCloud(join(project.directory, "plugins"), cloud, ["alicloud", "kubernetes"]);
    project.env = { ...credentials, PATH: pathWith(standIns, ...pulumi) };
    return project;
  }

  /** Calls that were made and that the policy doesn't allow. */
  async forbidden(): Promise<string[]> {
    const { ramPolicy } = await this.outputs<Outputs>();
    const policy = JSON.parse(ramPolicy) as {
      readonly Statement: readonly { readonly Action: readonly string[] }[];
    };
    const allowed = policy.Statement.flatMap(({ Action }) => Action);
    const { calls = [] } = this.cloud;
    expect(calls).not.to.deep.equal([]);
    return calls.filter((call) => !allowed.includes(call));
  }

  get cloud() {
    return Cloud.read(this.cloudFile);
  }

  get kinds(): string[] {
    return Object.values(this.cloud.held).map(({ type }) => type.split(":").at(-1) ?? "");
  }
}

describe("engine: a load balancer before an existing gateway, on a cloud that stands in for Alibaba's", function () {
  this.timeout(patience);
  let project: GatewayProject;

  before(async function () {
    project = await GatewayProject.make(await needPulumi(this));
    project.configure(clb);
    await project.init();
  });
  after(() => project?.dispose());

  it("previews all of it before there is anything", async () => {
    const changes = await project.changedNames();
    expect(changes).to.include.members([
      "create edge:certificate/web",
      "create edge:loadBalancer",
      "create edge:ServicePatch/knative-serving/kourier",
      "create edge:eipAssociation",
      "create edge:record/hello.shop.cn",
    ]);
    expect(changes.filter((change) => !change.startsWith("create "))).to.deep.equal([]);
    expect(project.cloud.done).to.deep.equal([]);
  });

  it("is made, bound and named, by no call that its policy doesn't allow", async () => {
    await project.up();
    expect(project.kinds).to.have.members([
      "ServerCertificate",
      "ApplicationLoadBalancer",
      "ServicePatch",
      "EipAddress",
      "EipAssociation",
      "AlidnsRecord",
      "AlidnsRecord",
    ]);
    const outputs = await project.outputs<Outputs>();
    expect(outputs.address).to.equal("203.0.113.9");
    expect(project.cloud.held[outputs.loadBalancerId]?.type).to.contain("ApplicationLoadBalancer");
    expect(outputs.hosts).to.deep.equal(["203.0.113.9 hello.shop.cn"]);
    expect(outputs.dnsRecords).to.have.length(2);
    expect(await project.forbidden()).to.deep.equal([]);
  });

  it("has nothing left to do in a second preview", async () => {
    expect(await project.changedNames()).to.deep.equal([]);
  });

  it("keeps credentials and private keys out of state and output", async () => {
    const { output } = await project.run("preview", "--diff");
    for (const text of [output, ...project.kept]) {
      expect(text).not.to.contain("never-to-be-seen");
    }
  });

  it("changes in place what can be changed", async () => {
    const before = project.cloud.done.length;
    project.configure({
      ...clb,
      eip: { ...clb.eip, bandwidth: 100 },
      hosts: ["hello.shop.cn", "new.shop.cn"],
    });
    await project.up();
    const done = project.cloud.done.slice(before).map((each) => each.replace(/-\d+$/, ""));
    expect(done).to.have.members(["update eip", "create record", "delete record"]);
    expect(await project.forbidden()).to.deep.equal([]);
  });

  it("is refused zones that the region hasn't, with those that there are, and goes on without credentials", async () => {
    const network = { ...vSwitches, slaveZoneId: "cn-hangzhou-z" };
    project.configure({ ...clb, settings: { ...clb.settings, network } });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN7015").and.contain("cn-hangzhou-h with cn-hangzhou-i");
    project.env = Object.fromEntries(Object.entries(project.env).filter(([key]) => !(key in credentials)));
    const offline = await project.run("preview");
    project.env = { ...project.env, ...credentials };
    expect(offline.output).to.contain("KN7054");
    expect(offline.exitCode, offline.output).to.equal(0);
  });

  it("is refused a change that the controller can't make, in the preview already", async () => {
    const { madeBy, serverCertificates, settings, ...rest } = clb;
    expect([madeBy, serverCertificates?.length, settings?.scheduler]).to.deep.equal(["pulumi", 1, "wrr"]);
    project.configure({ ...rest, settings: { network: vSwitches } });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN7006").and.contain("settings.allowReplace");
  });

  it("leaves nothing in the cloud when it is destroyed, without running the program", async () => {
    rmSync(join(project.directory, "args.json"));
    await project.destroy();
    expect(project.cloud.held).to.deep.equal({});
  });

  it("binds an EIP to a CLB of the controller's, and releases it", async () => {
    project.configure({ eip: {}, settings: { network: { vswitchId: "vsw-bp1h" } } });
    await project.up();
    expect(project.kinds).to.have.members([
      "ControllersLoadBalancer",
      "ServicePatch",
      "EipAddress",
      "EipAssociation",
    ]);
    expect(await project.changedNames()).to.deep.equal([]);
    await project.destroy();
    expect(project.cloud.held).to.deep.equal({});
  });

  it("makes an NLB in the VPC of its vSwitches", async () => {
    const maps = ["h", "i"].map((zone) => ({ zoneId: `cn-hangzhou-${zone}`, vswitchId: `vsw-bp1${zone}` }));
    const settings = { ...nlb.settings, network: { zoneMaps: maps } };
    project.configure({ ...nlb, settings });
    await project.up();
    const [balancer] = Object.values(project.cloud.held).filter(({ type }) => type.includes(":nlb/"));
    expect(balancer?.inputs).to.include({ vpcId: "vpc-bp1", addressType: "Internet" });
    expect(await project.changedNames()).to.deep.equal([]);
    const { calls = [] } = project.cloud;
    expect(calls).to.include("nlb:CreateLoadBalancer");
    await project.destroy();
    expect(project.cloud.held).to.deep.equal({});
  });
});
