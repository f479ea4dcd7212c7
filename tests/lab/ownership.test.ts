import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

const services = [{ name: "hello", image: labImage("v1") }];

describe("lab: whose an installation is", function () {
  this.timeout(600_000);
  let kubectl: Kubectl;
  let first: TestStack;
  let second: TestStack;
  let found: readonly string[];

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    first = new TestStack(env, labPlatform(services), "first");
    second = new TestStack(env, labPlatform(services), "second");
    await first.init();
    await second.init();
    await first.up();
  });

  after(async () => {
    first?.dispose();
    await second?.end();
  });

  it("is written on its namespaces", async () => {
    const { items } = await kubectl.json<{ items: { metadata: { annotations: Record<string, string> } }[] }>(
      "get",
      "namespaces",
      "knative-serving",
      "kourier-system",
    );
    const uid = await kubectl.run("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");
    for (const { metadata } of items) {
      expect(metadata.annotations).to.include({
        "knative.pulumi.com/owner": "pulumi-knative/first/platform",
        "knative.pulumi.com/cluster": uid,
      });
    }
  });

  for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
    it(`keeps another stack from touching it in \`pulumi ${command[0]}\`, by the owner's name`, async () => {
      const { exitCode, output } = await second.run(...command);
      expect(exitCode).not.to.equal(0);
      expect(output).to.match(/component "platform" of stack "first" in project "pulumi-knative".*KN3006/s);
      const state = await second.must("stack", "export");
      expect(state).not.to.contain("kubernetes:core/v1:Namespace");
      expect(await first.leftToDo()).to.equal("");
    });
  }

  it("isn't replaced where its cluster is to be known by another name", async () => {
    const { cluster, ...platform } = labPlatform(services);
    first.configure({ ...platform, cluster: { ...cluster, identifier: "another" } });
    const { exitCode, output } = await first.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.match(/identifier: this stack knows its cluster as .*KN2007/s);
    first.configure(labPlatform(services));
    expect(await first.leftToDo()).to.equal("");
  });

  it("is taken over by a stack that says so, and answers as before", async () => {
    second.configure(labPlatform(services, { adopt: true }));
    const steps = await second.changes();
    expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
    await second.up();
    expect(await second.leftToDo()).to.equal("");
    const { gateways, urls } = await second.outputs<Outputs>();
    const { status } = await ask(`${gateways[0]?.address}:${gateways[0]?.httpPort}`, urls.hello ?? "");
    expect(status).to.equal(200);
  });

  it("is then refused to the stack that had made it", async () => {
    // Its objects are in the first one's state, too: what counts is the mark of the last who said so.
    const { output } = await first.run("up", "--yes", "--skip-preview");
    expect(output).to.contain("KN3006");
  });

  it("goes with the stack that it belongs to", async () => {
    await second.destroy();
    await kubectl.untilAsFound(found);
  });
});
