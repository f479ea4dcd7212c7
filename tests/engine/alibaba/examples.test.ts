import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ackKubeconfig } from "../../support/ack";
import { installCloud } from "../../support/alicloud/install";
import { needReleases } from "../../support/releases";
import { ExampleProject } from "../languages/exampleProject";
import type { PreviewStep as Step } from "../../support/pulumiProject";
import { compiledNodeSdk, linkModules } from "../languages/languages";
import { needPulumi, pathWith, patience, root } from "../languages/tools";

const examples = {
  ack: [
    "shop:cluster",
    "shop:nodePool/services",
    "shop:Service/kourier-system/kourier",
    "storefront:Service/default/storefront",
  ],
  "ack-serverless": [
    "shop:cluster",
    "shop:addon/knative",
    "shop:ConfigMapPatch/knative-serving/config-network",
  ],
  "slb-intranet-eip": [
    "edge:ServicePatch/knative-serving/kourier",
    "edge:eip",
    "edge:eipAssociation",
    "edge:record/*.default.shop.cn",
  ],
} as const;

for (const [example, created] of Object.entries(examples)) {
  describe(`engine: examples/${example}`, function () {
    this.timeout(patience);
    let project: ExampleProject;
    const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-cloud-"));

    before(async function () {
      const pulumi = await needPulumi(this);
      const cloud = { file: join(directory, "cloud.json"), apiServer: "https://127.0.0.1:1" };
      const plugins = installCloud(join(directory, "plugins"), cloud);
      project = new ExampleProject(join(root, "examples", example), {
        PATH: pathWith(plugins, ...pulumi),
        ALICLOUD_ACCESS_KEY: "access-key",
      });
      linkModules(join(project.directory, "node_modules"), await compiledNodeSdk());
      await project.init();
      const serving = { source: { mirror: needReleases(this) }, release: "1.23" };
      await project.must("config", "set", "serving", JSON.stringify(serving));
      if (example === "slb-intranet-eip") {
        await project.must("config", "set", "vSwitch", "vsw-bp1abc");
        await project.must("config", "set", "zone", "shop.cn");
        await project.must("config", "set", "--secret", "kubeconfig", ackKubeconfig());
      }
    });
    after(() => {
      project?.dispose();
      rmSync(directory, { recursive: true, force: true });
    });

    it("previews as it is, before there is anything", async () => {
      const steps = await project.preview();
      expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
      const names = steps.map(({ urn }: Step) => urn.split("::").at(-1));
      expect(names).to.include.members([...created]);
    });
  });
}
