import { expect } from "chai";
import type { AlibabaLoadBalancerArgs } from "../../provider/src";
import { compiledNodeSdk } from "../engine/languages/languages";
import { AlibabaController } from "../support/alibabaController";
import { Kubectl } from "../support/kubectl";
import { needLab } from "../support/lab";
import { PluginProject } from "../support/pluginProject";

interface Outputs {
  readonly address: string;
  readonly loadBalancerId: string;
  readonly hosts: readonly string[];
}

interface Service {
  readonly metadata: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly type: string;
    readonly loadBalancerClass?: string;
    readonly sessionAffinity: string;
  };
}

const namespace = "slb-test";
const prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
const network = { vswitchId: "vsw-bp1abc" };

describe("lab: Alibaba's load balancer before an existing gateway, its controller played", function () {
  this.timeout(600_000);
  let kubectl: Kubectl;
  let controller: AlibabaController;
  let project: PluginProject;
  let kubeconfig: string;

  const gateway = () => kubectl.json<Service>("-n", namespace, "get", "service", "gateway");
  const configure = (args: Partial<AlibabaLoadBalancerArgs>) =>
    project.configure(
      {
        service: { namespace, name: "gateway" },
        hosts: ["hello.shop.cn"],
        kubeconfig,
        readyTimeoutSeconds: 60,
        ...args,
      },
      kubeconfig,
    );

  before(async function () {
    const env = await needLab(this);
    kubeconfig = env["KUBECONFIG"] ?? "";
    kubectl = new Kubectl(env);
    await kubectl.run("delete", "namespace", namespace, "--ignore-not-found");
    await kubectl.run("create", "namespace", namespace);
    await kubectl.run("-n", namespace, "create", "service", "clusterip", "gateway", "--tcp=80:8080");
    await kubectl.run("-n", namespace, "annotate", "service", "gateway", "owner.example.com/team=web");
    controller = new AlibabaController(kubeconfig);
    controller.start();
    project = new PluginProject(
      { component: "AlibabaLoadBalancer", outputs: ["address", "loadBalancerId", "hosts"] },
      await compiledNodeSdk(),
    );
    project.env = env;
    configure({ settings: { network } });
    await project.init();
  });

  after(async () => {
    await controller?.stop();
    await kubectl?.run("delete", "namespace", namespace, "--ignore-not-found");
    project?.dispose();
  });

  it("is refused where the Service isn't there, in the preview already", async () => {
    configure({ service: { namespace, name: "gatway" } });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN7050").and.contain('did you mean "gateway"');
  });

  it("adopts the Service, keeps what others said, and tells address and id", async () => {
    configure({ settings: { network } });
    await project.up();
    const [[id, balancer] = []] = [...controller.balancers];
    expect(balancer).to.deep.include({ kind: "clb", addressType: "intranet" });
    const outputs = await project.outputs<Outputs>();
    expect(outputs).to.deep.equal({
      address: balancer?.ingress.ip,
      loadBalancerId: id,
      hosts: [`${balancer?.ingress.ip} hello.shop.cn`],
    });
    const { metadata, spec } = await gateway();
    expect(metadata.annotations).to.include({
      "owner.example.com/team": "web",
      [`${prefix}address-type`]: "intranet",
      [`${prefix}vswitch-id`]: "vsw-bp1abc",
    });
    expect(metadata.labels).to.include({ app: "gateway" });
    expect(spec.type).to.equal("LoadBalancer");
  });

  it("has nothing left to do in a second preview", async () => {
    expect(await project.changedNames()).to.deep.equal([]);
  });

  it("changes in place what the controller changes", async () => {
    configure({ settings: { network, scheduler: "wrr" } });
    await project.up();
    expect((await gateway()).metadata.annotations).to.include({ [`${prefix}scheduler`]: "wrr" });
    expect([...controller.balancers.keys()]).to.have.length(1);
    configure({ settings: { network, scheduler: "rr" } });
    await project.up();
  });

  it("is refused another kind of address, and gets it with another load balancer where that is allowed", async () => {
    const [before] = [...controller.balancers.keys()];
    const settings = { addressType: "internet", scheduler: "rr" } as const;
    configure({ settings });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN7006").and.contain("settings.allowReplace");
    configure({ settings: { ...settings, allowReplace: true } });
    expect(await project.changedNames()).to.include.members([
      `replace edge:ServicePatch/${namespace}/gateway`,
    ]);
    await project.up();
    const [[after, balancer] = []] = [...controller.balancers];
    expect(controller.balancers.size).to.equal(1);
    expect(after).not.to.equal(before);
    expect(balancer?.addressType).to.equal("internet");
    expect((await project.outputs<Outputs>()).loadBalancerId).to.equal(after);
    expect(controller.events.filter((event) => event.includes("can not change"))).to.deep.equal([]);
  });

  it("gives the fields back when it is destroyed, and the controller deletes its load balancer", async () => {
    await project.destroy();
    await kubectl.until(
      "the load balancer is deleted",
      () => Promise.resolve(controller.balancers.size === 0 ? true : undefined),
      30,
    );
    const { metadata, spec } = await gateway();
    expect(spec.type).to.equal("ClusterIP");
    expect(Object.keys(metadata.annotations ?? {}).filter((name) => name.startsWith(prefix))).to.deep.equal(
      [],
    );
    expect(metadata.annotations).to.include({ "owner.example.com/team": "web" });
    expect(metadata.finalizers ?? []).to.deep.equal([]);
  });
});
