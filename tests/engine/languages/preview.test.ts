import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { awayKubeconfig, awayToken } from "./away";
import { ExampleProject } from "./exampleProject";
import type { PreviewStep as Step } from "../../support/pulumiProject";
import { languages } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

const typeOf = ({ newState }: Step) => newState?.type ?? "";

for (const { name, example, prepare, install } of languages) {
  describe(`engine: ${example}`, function () {
    this.timeout(patience);
    let project: ExampleProject;

    before(async function () {
      const pulumi = await needPulumi(this);
      const { path, env } = await prepare(this);
      project = new ExampleProject(join(root, "examples", example), {
        ...env,
        PATH: pathWith(...path, ...pulumi),
      });
      await install(project);
      await project.init();
      // Programs in YAML have no settings that may be left out: they take kubectl's cluster.
      const file = join(project.directory, "kubeconfig.json");
      writeFileSync(file, awayKubeconfig);
      project.env = { ...project.env, KUBECONFIG: file };
      await project.must("config", "set", "--secret", "kubeconfig", awayKubeconfig);
    });
    after(() => project?.dispose());

    it(`previews a Knative Service from ${name}, by the provider that its Cluster gives out`, async () => {
      const steps = await project.preview();
      expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
      expect(steps.map(typeOf)).to.have.members([
        "pulumi:pulumi:Stack",
        "knative:index:Cluster",
        "pulumi:providers:kubernetes",
        "knative:index:Service",
        "kubernetes:serving.knative.dev/v1:Service",
      ]);
      const service = steps.find(
        (step) => typeOf(step) === "kubernetes:serving.knative.dev/v1:Service",
      )?.newState;
      const provider = steps.find((step) => typeOf(step) === "pulumi:providers:kubernetes");
      const component = steps.find((step) => typeOf(step) === "knative:index:Service");
      const cluster = steps.find((step) => typeOf(step) === "knative:index:Cluster");
      expect(provider?.newState?.parent).to.equal(cluster?.urn);
      // What Python, Go and YAML would lack with a provider of their own.
      expect(provider?.newState?.inputs).to.include({
        enableConfigMapMutable: "true",
        upsertExistingObjects: "true",
      });
      expect(service?.provider?.startsWith(`${provider?.urn}::`), service?.provider).to.equal(true);
      expect(service?.parent).to.equal(component?.urn);
      expect(service?.inputs?.["metadata"]).to.deep.include({ name: "hello", namespace: "default" });
      expect(JSON.stringify(service?.inputs?.["spec"])).to.contain(
        '{"name":"TARGET","value":"' + name + '"}',
      );
    });

    it(`refuses a wrong image from ${name} by property, and shows no trace`, async () => {
      await project.must("config", "set", "image", "Not An Image");
      const { exitCode, output } = await project.run("preview");
      expect(exitCode).not.to.equal(0);
      expect(output).to.match(
        /property image with value '\{?Not An Image\}?' has a problem: must be an image reference.*\[KN4009\]/,
      );
      expect(output).not.to.contain("at new Service");
      expect(output).not.to.contain(awayToken);
      await project.must("config", "rm", "image");
    });
  });
}
