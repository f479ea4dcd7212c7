import { join } from "node:path";
import { expect } from "chai";
import { ExampleProject } from "./exampleProject";
import type { PreviewStep as Step } from "../../support/pulumiProject";
import { languages } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "away", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "away", context: { cluster: "away", user: "away" } }],
  users: [{ name: "away", user: { token: "t0ken-that-must-not-be-seen" } }],
  "current-context": "away",
});

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
      await project.must("config", "set", "--secret", "kubeconfig", kubeconfig);
    });
    after(() => project?.dispose());

    it(`previews a Knative Service from ${name}, in the cluster of the provider that it hands over`, async () => {
      const steps = await project.preview();
      expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
      expect(steps.map(typeOf)).to.have.members([
        "pulumi:pulumi:Stack",
        "pulumi:providers:kubernetes",
        "knative:index:Service",
        "kubernetes:serving.knative.dev/v1:Service",
      ]);
      const service = steps.find(
        (step) => typeOf(step) === "kubernetes:serving.knative.dev/v1:Service",
      )?.newState;
      const provider = steps.find((step) => typeOf(step) === "pulumi:providers:kubernetes");
      const component = steps.find((step) => typeOf(step) === "knative:index:Service");
      expect(service?.provider).to.match(new RegExp(`^${provider?.urn}::`));
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
      expect(output).not.to.contain("t0ken");
      await project.must("config", "rm", "image");
    });
  });
}
