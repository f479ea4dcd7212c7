import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { OtherCluster, otherUid } from "../support/otherCluster";
import { ProgramProject } from "../support/programProject";
import { ask } from "../support/requests";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

/** What the program says, and what else may be different in it. */
interface Said {
  /** Name of the Platform. */
  readonly name: string;
  /** Its options beside the provider, as code. */
  readonly options?: string;
  /** Where the service is. */
  readonly service: "in the platform" | "beside it";
  readonly kubeconfig?: string;
}

const hello = { name: "hello", image: labImage("v1") };
const beside = `
const outside = new knative.Service("hello", ${JSON.stringify(hello)}, {
  aliases: [{ parent: platform }],
  provider: platform.provider,
  dependsOn: platform,
});
exports.urls = { hello: outside.url };`;
/** As docs/ownership.md has it. */
const movedIn = `
  transforms: [
    ({ type, name, props, opts }) =>
      type === "knative:index:Service" && name === "hello"
        ? { props, opts: { ...opts, aliases: [{ name, parent: pulumi.rootStackResource }] } }
        : undefined,
  ],`;

describe("lab: renames and moves in a program with a provider of its own", function () {
  this.timeout(600_000);
  let kubectl: Kubectl;
  let project: ProgramProject;
  let other: OtherCluster;
  let found: readonly string[];
  let uid: string;
  let kubeconfig: string;

  function say({ name, options = "", service, kubeconfig: given = kubeconfig }: Said): void {
    const inside = service === "in the platform";
    const args = { ...labPlatform(inside ? [hello] : []), cluster: { kubeconfig: given } };
    const provider = {
      kubeconfig: given,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      upsertExistingObjects: true,
    };
    project.write(`
const provider = new k8s.Provider("own", ${JSON.stringify(provider)});
const platform = new knative.Platform(${JSON.stringify(name)}, ${JSON.stringify(args)}, {
  provider,${options}
});
exports.gateways = platform.gateways;${inside ? "\nexports.urls = platform.urls;" : beside}
`);
  }

  async function answers(): Promise<void> {
    const { gateways, urls } = await project.outputs<Outputs>();
    const { status } = await ask(`${gateways[0]?.address}:${gateways[0]?.httpPort}`, urls.hello ?? "");
    expect(status).to.equal(200);
    expect(await kubectl.run("get", "ksvc", "hello", "-o", "jsonpath={.metadata.uid}")).to.equal(uid);
  }

  /** Whatever was moved: objects stay, though the resources that stand for them have other names. */
  async function keepsEverything(): Promise<void> {
    const ops = (await project.changes()).map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join(" ")}`);
    expect(ops.filter((step) => !step.startsWith("update "))).to.deep.equal([]);
    await project.up();
    await answers();
    expect(await project.leftToDo()).to.equal("");
  }

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    kubeconfig = env.KUBECONFIG ?? "";
    other = new OtherCluster(kubeconfig);
    project = new ProgramProject(env, "moves");
    await project.init();
    say({ name: "first", service: "in the platform" });
    await project.up();
    uid = await kubectl.run("get", "ksvc", "hello", "-o", "jsonpath={.metadata.uid}");
  });

  after(async () => {
    other?.stop();
    await project?.end();
  });

  it("has every object from the provider that the program gave", async () => {
    await answers();
    const { deployment } = JSON.parse(await project.must("stack", "export")) as {
      deployment: { resources: { type: string; provider?: string }[] };
    };
    const objects = deployment.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const providers = objects.map(({ provider = "" }) => provider.split("::").at(-2));
    expect([...new Set(providers)]).to.deep.equal(["own"]);
    expect(await project.leftToDo()).to.equal("");
  });

  it("refuses another name of the Platform, and tells the alias that it needs (KN3005)", async () => {
    say({ name: "second", service: "in the platform" });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode, output).not.to.equal(0);
    expect(output).to.match(/aliases: \[\{ name: "first" \}\].*KN3005/s);
  });

  it("keeps every object of a Platform that was renamed with an alias", async () => {
    say({ name: "second", options: ' aliases: [{ name: "first" }],', service: "in the platform" });
    await keepsEverything();
    say({ name: "second", service: "in the platform" });
    expect(await project.leftToDo()).to.equal("");
  });

  it("keeps a service that moves out of the Platform", async () => {
    say({ name: "second", service: "beside it" });
    await keepsEverything();
  });

  it("keeps a service that moves into the Platform", async () => {
    say({ name: "second", options: movedIn, service: "in the platform" });
    await keepsEverything();
    say({ name: "second", service: "in the platform" });
    expect(await project.leftToDo()).to.equal("");
  });

  it("refuses to move to another cluster unless that is said (KN3007)", async () => {
    const elsewhere = await other.start();
    say({ name: "second", service: "in the platform", kubeconfig: elsewhere });
    const { exitCode, output } = await project.run("preview");
    expect(exitCode, output).not.to.equal(0);
    const own = await kubectl.run("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");
    expect(output).to.match(new RegExp(`in the cluster ${own}.*leads to ${otherUid}.*KN3007`, "s"));
    say({ name: "second", service: "in the platform" });
    expect(await project.leftToDo()).to.equal("");
  });

  it("is removed as a whole", async () => {
    await project.destroy();
    await kubectl.untilAsFound(found);
  });
});
