import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { request } from "undici";
import { Kubectl } from "../../support/kubectl";
import { labImage, labPlatform, needLab } from "../../support/lab";
import { ExampleProject } from "./exampleProject";
import { compiledNodeSdk, languages, linkModules } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

interface PlatformOutputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly release: string;
  readonly kubeconfig: string;
}

describe("engine: a platform through the plugin, and services in it from every language", function () {
  this.timeout(patience);
  let platform: ExampleProject;
  let pulumi: readonly string[];
  let lab: Record<string, string>;
  let outputs: PlatformOutputs;

  before(async function () {
    lab = await needLab(this);
    pulumi = await needPulumi(this);
    platform = new ExampleProject(join(__dirname, "platform"), { ...lab, PATH: pathWith(...pulumi) });
    linkModules(join(platform.directory, "node_modules"), await compiledNodeSdk());
    await platform.init();
    await platform.must("config", "set", "args", JSON.stringify(labPlatform()));
  });
  after(async () => {
    await platform?.end();
  });

  it("shows every object of the installation in the preview", async () => {
    const types = (await platform.preview()).map(({ newState }) => newState?.type ?? "");
    expect(types).to.include.members([
      "knative:index:Platform",
      "knative:index:Cluster",
      "knative:index:Serving",
      "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    ]);
    expect(types.filter((type) => type.startsWith("kubernetes:"))).to.have.length.above(50);
  });

  it("comes up, and gives its outputs to the program", async () => {
    await platform.must("up", "--yes", "--skip-preview");
    outputs = await platform.outputs<PlatformOutputs>();
    expect(outputs.release).to.match(/^1\.21\./);
    expect(outputs.gateways.map(({ httpPort }) => httpPort)).to.deep.equal([80]);
    expect(outputs.kubeconfig).to.equal("[secret]");
  });

  it("has nothing to change afterwards", async () => {
    expect((await platform.preview()).filter(({ op }) => op !== "same")).to.deep.equal([]);
  });

  it("keeps the kubeconfig out of the plain text of the state", () => {
    const kubeconfig = readFileSync(lab["KUBECONFIG"] ?? "", "utf8");
    const [, key = ""] = /client-key-data: (\S+)/.exec(kubeconfig) ?? [];
    expect(key).to.have.length.above(100);
    expect(platform.state()).not.to.contain(key);
  });

  /**
   * A Service is removed without waiting for its pods, which finish their requests: for a moment they could answer in the
   * place of the next one of the same name.
   */
  async function podsAreGone(): Promise<void> {
    const label = "serving.knative.dev/service=hello";
    const kubectl = new Kubectl(lab);
    const none = async () =>
      (await kubectl.run("get", "pods", "-l", label, "-o", "name")) === "" ? true : undefined;
    await kubectl.until("the service's pods are gone", none, 120);
  }

  for (const { name, example, prepare, install } of languages) {
    describe(`${example} in it`, () => {
      let project: ExampleProject;

      before(async function () {
        const { path, env } = await prepare(this);
        const all = { ...lab, ...env, PATH: pathWith(...path, ...pulumi) };
        project = new ExampleProject(join(root, "examples", example), all);
        await install(project);
        await project.init();
        await project.must("config", "set", "image", labImage("v1"));
      });
      after(async () => {
        await project?.end();
        await podsAreGone();
      });

      it("answers at the URL that the program gives", async () => {
        await project.must("up", "--yes", "--skip-preview");
        const { url } = await project.outputs<{ url: string }>();
        const gateway = outputs.gateways[0];
        const { statusCode, body } = await request(`http://${gateway?.address}:${gateway?.httpPort}/`, {
          headers: { host: new URL(url).host },
        });
        expect(statusCode).to.equal(200);
        expect(await body.text()).to.contain(name);
      });

      it("has nothing to change afterwards", async () => {
        expect((await project.preview()).filter(({ op }) => op !== "same")).to.deep.equal([]);
      });
    });
  }
});
