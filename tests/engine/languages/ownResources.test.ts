import { join } from "node:path";
import { expect } from "chai";
import { awayKubeconfig } from "./away";
import { ExampleProject } from "./exampleProject";
import { languages, type Language } from "./languages";
import { needPulumi, pathWith, patience } from "./tools";

const programs: readonly (readonly [language: Language["name"], directory: string])[] = [
  ["TypeScript", "ownResources"],
  ["Python", "ownResourcesPython"],
];

for (const [name, directory] of programs) {
  describe(`engine: an object of a ${name} program's own, by the provider of a Cluster`, function () {
    this.timeout(patience);
    let project: ExampleProject;

    before(async function () {
      const pulumi = await needPulumi(this);
      const language = languages.find((each) => each.name === name);
      const { path, env } = (await language?.prepare(this)) ?? { path: [], env: {} };
      project = new ExampleProject(join(__dirname, directory), {
        ...env,
        PATH: pathWith(...path, ...pulumi),
      });
      await language?.install(project);
      await project.init();
      await project.must("config", "set", "--secret", "kubeconfig", awayKubeconfig);
    });
    after(() => project?.dispose());

    it("is in the preview, in the Cluster's hands", async () => {
      const steps = await project.preview();
      const of = (type: string) => steps.find(({ newState }) => newState?.type === type);
      const provider = of("pulumi:providers:kubernetes");
      expect(provider?.newState?.parent).to.equal(of("knative:index:Cluster")?.urn);
      const used = of("kubernetes:core/v1:Namespace")?.newState?.provider;
      expect(used?.startsWith(`${provider?.urn}::`), used).to.equal(true);
    });
  });
}
