import { join } from "node:path";
import { expect } from "chai";
import { ExampleProject } from "./exampleProject";
import { compiledNodeSdk, linkModules } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "away", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "away", context: { cluster: "away", user: "away" } }],
  users: [{ name: "away", user: {} }],
  "current-context": "away",
});

describe("engine: blue-green", function () {
  this.timeout(patience);
  let project: ExampleProject;

  before(async function () {
    const pulumi = await needPulumi(this);
    project = new ExampleProject(join(root, "examples", "blue-green"), { PATH: pathWith(...pulumi) });
    linkModules(join(project.directory, "node_modules"), await compiledNodeSdk());
    await project.init();
    await project.must("config", "set", "--secret", "kubeconfig", kubeconfig);
  });
  after(() => project?.dispose());

  const traffic = async () => {
    const steps = await project.preview();
    const service = steps.find(
      ({ newState }) => newState?.type === "kubernetes:serving.knative.dev/v1:Service",
    );
    return (service?.newState?.inputs?.["spec"] as { traffic: unknown }).traffic;
  };

  it("previews the time between releases: all to the latest revision", async () => {
    expect(await traffic()).to.deep.equal([{ latestRevision: true, percent: 100, tag: "current" }]);
  });

  it("previews a release that is shifted and taken back by one setting", async () => {
    const shares = (percent: number) => [
      { revisionName: "shop-00001", latestRevision: false, percent: 100 - percent, tag: "current" },
      { latestRevision: true, percent, tag: "candidate" },
    ];
    await project.must("config", "set", "current", "shop-00001");
    expect(await traffic()).to.deep.equal(shares(0));
    await project.must("config", "set", "candidatePercent", "10");
    expect(await traffic()).to.deep.equal(shares(10));
    await project.must("config", "set", "candidatePercent", "0");
    expect(await traffic()).to.deep.equal(shares(0));
  });

  it("refuses the revision of another service", async () => {
    await project.must("config", "set", "current", "hello-00001");
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("[KN4024]");
  });
});
