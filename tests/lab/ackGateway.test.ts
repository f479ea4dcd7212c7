import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { CLUSTER } from "../../lab/node";
import type { PlatformArgs } from "../../provider/src";
import { compiledNodeSdk } from "../engine/languages/languages";
import { smallest } from "../support/ack";
import { AlibabaController } from "../support/alibabaController";
import { Cloud } from "../support/alicloud/cloud";
import { installCloud } from "../support/alicloud/install";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { PluginProject } from "../support/pluginProject";

interface Outputs {
  readonly gateways: readonly { readonly address: string }[];
  readonly urls: Readonly<Record<string, string>>;
}

const secret = "secret-key-never-to-be-seen";

describe("lab: a platform on an ACK cluster, its cloud and its controller played", function () {
  this.timeout(900_000);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-ack-gateway-"));
  const file = join(directory, "cloud.json");
  const kinds = () => Object.values(Cloud.read(file).held).map(({ type }) => type.split(":").at(-1) ?? "");
  let kubectl: Kubectl;
  let controller: AlibabaController;
  let project: PluginProject;
  let untouched: readonly string[];
  /** What the cloud still had when the controller gave a load balancer up. */
  let hadAtRelease: readonly string[] = [];

  const configure = (
    ack: Partial<typeof smallest> = {},
    defaultWeight = 100,
    slaveZoneId = "cn-hangzhou-i",
  ) => {
    // The zones are asked of the cloud.
    const zones = { masterZoneId: "cn-hangzhou-h", slaveZoneId };
    const alibaba = { network: { vswitchId: "vsw-bp1abc", ...zones }, backends: { defaultWeight } };
    const platform: PlatformArgs = labPlatform([{ name: "hello", image: labImage("v1") }], {
      gateways: [{ exposure: "LoadBalancer", alibaba }],
    });
    project.configure({ ...platform, cluster: { ack: { ...smallest, ...ack } } });
  };

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    untouched = await kubectl.inventory();
    controller = new AlibabaController(env["KUBECONFIG"] ?? "", () => (hadAtRelease = kinds()));
    controller.start();
    const cloud = { file, apiServer: CLUSTER.apiserverUrl, kubeconfig: env["KUBECONFIG"] ?? "" };
    const plugins = installCloud(join(directory, "plugins"), cloud);
    project = new PluginProject(
      { component: "Platform", outputs: ["gateways", "urls"] },
      await compiledNodeSdk(),
    );
    project.env = {
      ...env,
      PATH: `${plugins}:${env["PATH"] ?? ""}`,
      ALICLOUD_ACCESS_KEY: "access-key-never-to-be-seen",
      ALICLOUD_SECRET_KEY: secret,
    };
    configure();
    await project.init();
  });

  after(async () => {
    await project?.run("destroy", "--yes", "--skip-preview");
    await controller?.stop();
    project?.dispose();
    rmSync(directory, { recursive: true });
  });

  it("previews cluster, gateway and service before there is anything", async () => {
    const changes = await project.changedNames();
    expect(changes).to.include.members([
      "create edge:cluster",
      "create edge:Service/kourier-system/kourier",
      "create hello:Service/default/hello",
    ]);
    expect(changes.filter((change) => !change.startsWith("create "))).to.deep.equal([]);
    expect(kinds()).to.deep.equal([]);
  });

  it("is refused a zone that the cloud doesn't offer", async () => {
    configure({}, 100, "cn-hangzhou-x");
    const { exitCode, output } = await project.run("preview");
    configure();
    expect(exitCode).not.to.equal(0);
    expect(output).to.match(/gateways\[0\]\.alibaba\.network\.slaveZoneId .*cn-hangzhou-i.*KN7015/);
  });

  it("comes up in one update, with the address of its load balancer in its URLs", async () => {
    await project.up();
    expect(kinds()).to.include.members(["ManagedKubernetes", "NodePool"]);
    const [balancer] = [...controller.balancers.values()];
    expect(balancer).to.deep.include({ kind: "clb", addressType: "intranet" });
    const { gateways, urls } = await project.outputs<Outputs>();
    expect(gateways[0]?.address).to.equal(balancer?.ingress.ip);
    expect(urls["hello"]).to.equal(`http://hello.default.${balancer?.ingress.ip}.sslip.io`);
    expect(await project.changedNames()).to.deep.equal([]);
  });

  it("takes a change of the cluster and one of the load balancer in one update", async () => {
    configure({ addons: [{ name: "metrics-server" }] }, 50);
    expect(await project.changedNames()).to.have.members([
      "create edge:addon/metrics-server",
      "update edge:Service/kourier-system/kourier",
    ]);
    await project.up();
    expect(controller.balancers.size).to.equal(1);
    expect(await project.changedNames()).to.deep.equal([]);
  });

  it("gives its load balancer up while there is a cluster, and leaves nothing in the cloud", async () => {
    await project.destroy();
    expect(hadAtRelease).to.include.members(["ManagedKubernetes", "NodePool"]);
    expect([...controller.balancers]).to.deep.equal([]);
    expect(Cloud.read(file).held).to.deep.equal({});
    await kubectl.untilAsFound(untouched);
    expect(project.kept.filter((text) => text.includes(secret))).to.deep.equal([]);
  });
});
