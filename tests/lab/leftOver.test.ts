import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

const name = "returning";
const left = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: `${name}-00001-deployment`,
    namespace: "default",
    labels: { "serving.knative.dev/service": name, "serving.knative.dev/revision": `${name}-00001` },
    // The garbage collector can't tell whether such an owner is there, and tries again and again: as it does with Knative's
    // own kinds while they are gone, and long after.
    ownerReferences: [
      {
        apiVersion: "serving.knative.dev/v0",
        kind: "Revision",
        name: `${name}-00001`,
        uid: "00000000-0000-4000-8000-000000000000",
        controller: true,
      },
    ],
  },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "left", image: labImage("v1") }] },
    },
  },
};

describe("lab: a service whose name is still taken", function () {
  this.timeout(300_000);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-left-over-"));
  let kubectl: Kubectl;
  let stack: TestStack;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    await kubectl.apply(left);
    stack = new TestStack(env, labPlatform([{ name, image: labImage("v1") }]));
    await stack.init();
  });

  after(async () => {
    await stack?.end();
    await kubectl?.run("delete", "deployment", left.metadata.name, "--ignore-not-found");
    rmSync(directory, { recursive: true });
  });

  it("gets ready in the same update, which tells what it took away (KN5030)", async () => {
    const output = await stack.up();
    expect(output).to.contain(`deleted Deployment default/${left.metadata.name}`);
    const [deployment] = (
      await kubectl.json<{ items: { metadata: { ownerReferences: { uid: string }[] } }[] }>(
        "get",
        "deployments",
        "-l",
        `serving.knative.dev/service=${name}`,
      )
    ).items;
    expect(deployment?.metadata.ownerReferences[0]?.uid).not.to.equal(left.metadata.ownerReferences[0]?.uid);
    expect(await stack.leftToDo()).to.equal("");
  });
});
