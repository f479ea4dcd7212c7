import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { needReleases } from "../../support/releases";
import { ExampleProject } from "./exampleProject";
import type { PreviewStep as Step } from "../../support/pulumiProject";
import { compiledNodeSdk, linkModules } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

const password = "pa55word-that-must-not-be-seen";
const kubeconfig = JSON.stringify({
  clusters: [{ name: "away", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "away", context: { cluster: "away", user: "away" } }],
  users: [{ name: "away", user: {} }],
  "current-context": "away",
});

describe("engine: air-gapped", function () {
  this.timeout(patience);
  let project: ExampleProject;

  before(async function () {
    const releases = needReleases(this);
    const pulumi = await needPulumi(this);
    project = new ExampleProject(join(root, "examples", "air-gapped"), { PATH: pathWith(...pulumi) });
    linkModules(join(project.directory, "node_modules"), await compiledNodeSdk());
    // A mirror of the release pages is a bundle without its lists of images.
    symlinkSync(releases, join(project.directory, "bundle"));
    await project.init();
    await project.must("config", "set", "--secret", "kubeconfig", kubeconfig);
    await project.must("config", "set", "--secret", "password", password);
    // What begins with dashes would be read as an option.
    const pem = "\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    await project.must("config", "set", "ca", pem);
  });
  after(() => project?.dispose());

  it("previews an installation and a service that name no other registry, and shows no password", async () => {
    const steps = await project.preview();
    expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
    const types = steps.map(({ newState }) => newState?.type ?? "");
    expect(types.filter((type) => type === "kubernetes:batch/v1:Job")).to.have.length(2);
    expect(types.filter((type) => type === "kubernetes:core/v1:Secret").length).to.be.greaterThan(2);
    const objects = JSON.stringify(steps.map(({ newState }) => newState?.inputs));
    expect(objects).to.contain("registry.example.com/knative/gcr.io/knative-releases/");
    expect(objects).to.contain("registry.example.com/knative/docker.io/envoyproxy/envoy:");
    expect(objects).not.to.match(/[^/](gcr\.io|docker\.io)\//);
    expect(JSON.stringify(steps)).not.to.contain(password);
    expect(JSON.stringify(steps)).not.to.contain(Buffer.from(`puller:${password}`).toString("base64"));
  });

  it("trusts the registry's authority in the program that resolves tags", async () => {
    const inputs = (steps: readonly Step[], key: string) =>
      steps.find(({ urn }) => urn.endsWith(`::knative:${key}`))?.newState?.inputs;
    const steps = await project.preview();
    expect(inputs(steps, "ConfigMap/knative-serving/knative-registry-ca")?.data).to.have.property("ca.crt");
    expect(JSON.stringify(inputs(steps, "Deployment/knative-serving/controller"))).to.contain(
      '"name":"SSL_CERT_DIR","value":"/etc/knative-registry-ca"',
    );
  });

  it("refuses a registry that is none, by its property", async () => {
    await project.must("config", "set", "registry", "https://registry.example.com");
    const { exitCode, output } = await project.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.match(/images\.registry.*\[KN4009\]/);
    expect(output).not.to.contain(password);
    await project.must("config", "rm", "registry");
  });
});
