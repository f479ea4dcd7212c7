import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlatformArgs } from "../../provider/src";
import { findRelease, releasePath } from "../../provider/src/release/catalog";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, labRegistry, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

/** As people write it whom no tool helps. */
const handMade = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: by-hand, namespace: default }
spec: { template: { spec: { containers: [{ image: "${labImage("v1")}" }] } } }
`;

describe("lab: taking over what kubectl has installed", function () {
  this.timeout(600_000);
  let kubectl: Kubectl;
  let stack: TestStack;
  let files: string;
  let found: readonly string[];

  const platform = (serving: PlatformArgs["serving"] = {}) =>
    labPlatform([{ name: "hello", image: labImage("v1") }], serving);

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    files = mkdtempSync(join(tmpdir(), "adoption-"));
    stack = new TestStack(env, platform());
    await stack.init();
    await installByHand();
  });

  after(async () => {
    rmSync(files, { recursive: true, force: true });
    await stack?.end();
    // Nothing, unless the story broke off before the installation was taken over.
    await kubectl?.removeAllBut(found);
  });

  /** The release's files as its installation guide applies them, with images from the lab's registry. */
  async function installByHand(): Promise<void> {
    const release = findRelease("1.21");
    const { mirror = "" } = platform().serving?.source ?? {};
    const { crds, core, kourier } = release?.files ?? {};
    for (const file of [crds, core, kourier].flatMap((each) => each ?? [])) {
      const answer = await fetch(`${mirror}/${releasePath(file)}`);
      const path = join(files, file.name);
      writeFileSync(path, (await answer.text()).replaceAll(/\b(gcr\.io|docker\.io)\//g, `${labRegistry}/`));
      await kubectl.run("apply", "-f", path);
      await kubectl.run("wait", "--for=condition=Established", "customresourcedefinitions", "--all");
    }
    const ingress = { data: { "ingress-class": "kourier.ingress.networking.knative.dev" } };
    await kubectl.run(
      ...["patch", "configmap/config-network", "--namespace", "knative-serving", "--type", "merge"],
      ...["--patch", JSON.stringify(ingress)],
    );
    for (const namespace of ["knative-serving", "kourier-system"]) {
      await kubectl.run(
        ...["wait", "--for=condition=Available", "deployments", "--all", "--namespace", namespace],
        ...["--timeout=3m", "--request-timeout=0"],
      );
    }
    const path = join(files, "service.yaml");
    writeFileSync(path, handMade);
    await kubectl.run("apply", "-f", path);
    await byHandIsReady();
  }

  const byHandIsReady = () =>
    kubectl.run("wait", "--for=condition=Ready", "ksvc/by-hand", "--timeout=3m", "--request-timeout=0");

  it("is refused with kubectl's name", async () => {
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.match(/installed by kubectl.*KN3006/s);
  });

  it("is shown with all that changes, and nothing is refused", async () => {
    stack.configure(platform({ adopt: true }));
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(
      /adopt takes over what is in the cluster: \d+ objects stay as they are, \d+ change/,
    );
    expect(output).to.match(
      /ConfigMap\/knative-serving\/config-domain|Deployment\/knative-serving\/controller/,
    );
    expect(output).not.to.contain("would be refused");
  });

  it("is then this stack's: services of before and after answer, and nothing is left to do", async () => {
    await stack.up();
    await byHandIsReady();
    const { gateways, urls } = await stack.outputs<Outputs>();
    const address = `${gateways[0]?.address}:${gateways[0]?.httpPort}`;
    const byHand = await kubectl.run("get", "ksvc", "by-hand", "-o", "jsonpath={.status.url}");
    for (const url of [urls.hello ?? "", byHand]) {
      expect((await ask(address, url)).status, url).to.equal(200);
    }
    expect(await stack.leftToDo()).to.equal("");
    stack.configure(platform());
    expect(await stack.leftToDo()).to.equal("");
  });

  it("stays in the cluster when the stack is destroyed, where that was asked for", async () => {
    stack.configure(platform({ retainOnDestroy: true }));
    await stack.up();
    await stack.destroy();
    await byHandIsReady();
    const names = await kubectl.run("get", "deployments", "--namespace", "knative-serving", "-o", "name");
    expect(names).to.contain("deployment.apps/controller");
  });

  it("belongs to the stack still, and goes with it as a whole", async () => {
    stack.configure(platform());
    await stack.up();
    await kubectl.run("delete", "ksvc/by-hand", "--timeout=2m");
    await stack.destroy();
    await kubectl.untilAsFound(found);
  });
});
