import { expect } from "chai";
import { killUpdate, type EngineStep } from "../support/kill";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
  readonly release: string;
}

const secret = "a-token-never-to-be-seen";

const platform = (target: string) =>
  labPlatform([{ name: "hello", image: labImage("v1"), env: { TARGET: target } }]);

/** The life of one installation by the root program, from nothing to nothing. */
describe("lab: an installation's story", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let found: readonly string[];

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    stack = new TestStack(env, platform("one"));
    await stack.init();
    await stack.must("config", "set", "--secret", "--path", "pulumi-knative:services[0].env.TOKEN", secret);
  });

  after(() => stack?.end());

  /** The answer at the URL that the stack tells, through the gateway that it tells. */
  async function answer(): Promise<string> {
    const { gateways, urls } = await stack.outputs<Outputs>();
    const { status, body } = await ask(`${gateways[0]?.address}:${gateways[0]?.httpPort}`, urls.hello ?? "");
    expect(status).to.equal(200);
    return body;
  }

  it("comes up after updates that were killed, and answers where it says", async () => {
    const creates = (what: EngineStep["what"], kind: string) => (step: EngineStep) =>
      step.what === what && step.op === "create" && step.urn.includes(`:${kind}::`);
    await killUpdate(stack, creates("ends", "CustomResourceDefinition"));
    await killUpdate(stack, creates("ends", "apps/v1:Deployment"));
    await killUpdate(stack, creates("begins", "serving.knative.dev/v1:Service"));
    await stack.up();
    const { urls, gateways, release } = await stack.outputs<Outputs>();
    expect(urls.hello).to.equal(`http://hello.default.${gateways[0]?.address}.sslip.io`);
    expect(release).to.match(/^1\.21\./);
    expect(await answer()).to.contain("Hello one");
  });

  it("keeps what the stack file encrypts secret", async () => {
    expect((await stack.run("preview", "--diff")).output).not.to.contain(secret);
    expect(stack.state()).not.to.contain(secret);
    expect(await kubectl.run("get", "ksvc", "hello", "-o", "yaml")).to.contain(secret);
  });

  it("has nothing to change afterwards", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("has nothing to change after a refresh", async () => {
    await stack.must("refresh", "--yes");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("changes nothing but the owner's mark when its stack is renamed", async () => {
    await stack.rename("renamed");
    const changes = await stack.changes();
    expect(changes.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).to.have.members([
      "update platform:Namespace/knative-serving",
      "update platform:Namespace/kourier-system",
    ]);
    for (const { detailedDiff } of changes) {
      expect(Object.keys(detailedDiff ?? {})).to.deep.equal([
        'metadata.annotations["knative.pulumi.com/owner"]',
      ]);
    }
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
    expect(await answer()).to.contain("Hello one");
  });

  it("shows one changed input as one change, and answers accordingly", async () => {
    stack.configure(platform("two"));
    await stack.must("config", "set", "--secret", "--path", "pulumi-knative:services[0].env.TOKEN", secret);
    const changes = await stack.changes();
    expect(changes.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).to.deep.equal([
      "update hello:Service/default/hello",
    ]);
    expect(Object.keys(changes[0]?.detailedDiff ?? {})).to.deep.equal([
      "spec.template.spec.containers[0].env[0].value",
    ]);
    await stack.up();
    expect(await answer()).to.contain("Hello two");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("leaves nothing behind when it is destroyed with its service running", async () => {
    await stack.destroy();
    await kubectl.until(
      "nothing of it is left",
      async () => ((await leftOver()).length === 0 ? true : undefined),
      300,
    );
  });

  /** Objects that were not there before, and pods of services, which finish their requests by themselves. */
  async function leftOver(): Promise<readonly string[]> {
    const now = await kubectl.inventory();
    const kinds = "pods,replicasets,deployments,services";
    const names = (await kubectl.run("get", kinds, "-n", "default", "-o", "name")).split("\n");
    return [
      ...now.filter((name) => !found.includes(name)),
      ...names.filter((name) => name !== "service/kubernetes" && name !== ""),
    ];
  }
});
