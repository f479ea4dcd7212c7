import { expect } from "chai";
import { contentMarks } from "../support/contentMarks";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

const hello = { name: "hello", image: labImage("v1"), env: { TARGET: "one" } };

describe("engine: a platform's life", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let found: string[];

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    stack = new TestStack(env, labPlatform([hello]));
    await stack.init();
  });

  after(async () => {
    await stack?.end();
  });

  it("comes up, and tells where its services answer", async () => {
    await stack.up();
    const outputs = await stack.outputs<{
      urls: Record<string, string>;
      gateways: { address: string }[];
      release: string;
    }>();
    expect(outputs.urls.hello).to.equal(`http://hello.default.${outputs.gateways[0]?.address}.sslip.io`);
    expect(outputs.release).to.match(/^1\.21\./);
  });

  it("has nothing to change afterwards", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("has nothing to change after a refresh", async () => {
    await stack.must("refresh", "--yes");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("shows one changed input as one change", async () => {
    stack.configure(labPlatform([{ ...hello, env: { TARGET: "two" } }]));
    const changes = await stack.changes();
    expect(changes.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).to.deep.equal([
      "update hello:Service/default/hello",
    ]);
    expect(Object.keys(changes[0]?.detailedDiff ?? {})).to.deep.equal([
      ...contentMarks,
      "spec.template.spec.containers[0].env[0].value",
    ]);
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
  });

  it("changes the gateway's exposure in place", async () => {
    stack.configure(
      labPlatform([{ ...hello, env: { TARGET: "two" } }], { gateways: [{ exposure: "ClusterIP" }] }),
    );
    const changes = await stack.changes();
    expect(changes.filter(({ op }) => op !== "update")).to.deep.equal([]);
    await stack.up();
    const { gateways, urls } = await stack.outputs<{
      gateways: { address: string }[];
      urls: Record<string, string>;
    }>();
    const service = ["get", "service/kourier", "--namespace", "kourier-system"];
    const clusterIp = await kubectl.run(...service, "-o", "jsonpath={.spec.clusterIP}");
    expect(gateways[0]?.address).to.equal(clusterIp);
    expect(urls.hello).to.equal(`http://hello.default.${gateways[0]?.address}.sslip.io`);
    expect(await stack.leftToDo()).to.equal("");
  });

  it("leaves the cluster as it was found when it is destroyed with services running", async () => {
    await stack.destroy();
    await kubectl.untilAsFound(found);
    // Pods finish their requests by themselves; nothing of Knative holds them any more.
    await kubectl.until(
      "the last pods are gone",
      async () =>
        (await kubectl.run("get", "pods,replicasets,deployments,services", "-n", "default", "-o", "name")) ===
        "service/kubernetes"
          ? true
          : undefined,
      120,
    );
  });

  it("comes up again straight after, also while a namespace is still terminating", async () => {
    await kubectl.run("create", "namespace", "knative-serving");
    await kubectl.run("create", "configmap", "held", "-n", "knative-serving");
    await kubectl.run(
      "patch",
      "configmap",
      "held",
      "-n",
      "knative-serving",
      "-p",
      '{"metadata":{"finalizers":["example.com/held"]}}',
    );
    await kubectl.run("delete", "namespace", "knative-serving", "--wait=false");
    const released = new Promise((resolve) => setTimeout(resolve, 8000)).then(() =>
      kubectl.run(
        "patch",
        "configmap",
        "held",
        "-n",
        "knative-serving",
        "-p",
        '{"metadata":{"finalizers":null}}',
      ),
    );
    const [output] = await Promise.all([stack.up(), released]);
    expect(output).to.contain("hello:Service/default/hello");
  });
});
