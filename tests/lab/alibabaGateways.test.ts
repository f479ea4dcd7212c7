import { expect } from "chai";
import type { AlibabaSlbArgs } from "../../provider/src/alibaba/loadBalancer.args";
import { compiledNodeSdk } from "../engine/languages/languages";
import { AlibabaController } from "../support/alibabaController";
import { Kubectl } from "../support/kubectl";
import { labPlatform, needLab } from "../support/lab";
import { PluginProject } from "../support/pluginProject";

interface Outputs {
  readonly gateways: readonly { readonly address: string }[];
}

const service = "edge:Service/kourier-system/kourier";

describe("lab: a gateway behind Alibaba's load balancer, its controller played", function () {
  this.timeout(900_000);
  let kubectl: Kubectl;
  let controller: AlibabaController;
  let project: PluginProject;
  let untouched: readonly string[];

  const configure = (alibaba: AlibabaSlbArgs) =>
    project.configure(labPlatform([], { gateways: [{ exposure: "LoadBalancer", alibaba }] }));

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    untouched = await kubectl.inventory();
    controller = new AlibabaController(env["KUBECONFIG"] ?? "");
    controller.start();
    project = new PluginProject({ component: "Platform", outputs: ["gateways"] }, await compiledNodeSdk());
    project.env = env;
    configure({ network: { vswitchId: "vsw-bp1abc" } });
    await project.init();
    await project.up();
  });

  after(async () => {
    await project?.run("destroy", "--yes", "--skip-preview");
    await controller?.stop();
    project?.dispose();
  });

  it("has the address of its kind, and nothing left to do in a second preview", async () => {
    const [balancer] = [...controller.balancers.values()];
    expect(balancer).to.deep.include({ kind: "clb", addressType: "intranet" });
    const { gateways } = await project.outputs<Outputs>();
    expect(gateways[0]?.address).to.equal(balancer?.ingress.ip);
    expect(await project.changedNames()).to.deep.equal([]);
  });

  it("is refused another kind of address, and is replaced with its load balancer where that is allowed", async () => {
    configure({ addressType: "internet" });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN7006");
    configure({ addressType: "internet", allowReplace: true });
    expect(await project.changedNames()).to.include.members([`replace ${service}`]);
    await project.up();
    const balancers = [...controller.balancers.values()];
    expect(balancers, controller.events.join()).to.have.length(1);
    expect(balancers[0]).to.deep.include({ addressType: "internet" });
    const { gateways } = await project.outputs<Outputs>();
    expect(gateways[0]?.address).to.equal(balancers[0]?.ingress.ip);
  });

  it("goes with its load balancer before the namespace that it is in, and leaves nothing", async () => {
    await project.destroy();
    expect([...controller.balancers], controller.events.join()).to.deep.equal([]);
    await kubectl.untilAsFound(untouched);
  });
});
