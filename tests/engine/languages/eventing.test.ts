import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PreviewState, PreviewStep } from "../../support/pulumiProject";
import { needReleases } from "../../support/releases";
import { awayKubeconfig, awayToken } from "./away";
import { ExampleProject } from "./exampleProject";
import { languages } from "./languages";
import { needPulumi, pathWith, patience, root } from "./tools";

/** The resource that a preview would create under a name. */
function made(steps: readonly PreviewStep[], name: string): PreviewState {
  const step = steps.find(({ urn }) => urn.endsWith(`::${name}`));
  expect(step?.op, name).to.equal("create");
  return step?.newState as PreviewState;
}

/** The file that holds the program, by language. */
const programs: Readonly<Record<string, string>> = { Python: "__main__.py", YAML: "Pulumi.yaml" };

for (const { name, prepare, install } of languages.filter((language) => language.name in programs)) {
  const example = `eventing-${name.toLowerCase()}`;
  describe(`engine: ${example}`, function () {
    this.timeout(patience);
    let project: ExampleProject;

    before(async function () {
      const mirror = needReleases(this);
      const pulumi = await needPulumi(this);
      const { path, env } = await prepare(this);
      project = new ExampleProject(join(root, "examples", example), {
        ...env,
        PATH: pathWith(...path, ...pulumi),
      });
      await install(project);
      await project.init();
      const file = join(project.directory, "kubeconfig.json");
      writeFileSync(file, awayKubeconfig);
      project.env = { ...project.env, KUBECONFIG: file };
      await project.must("config", "set", "--secret", "kubeconfig", awayKubeconfig);
      await project.must("config", "set", "mirror", mirror);
    });
    after(() => project?.dispose());

    it(`previews broker, trigger and source from ${name}, each after what it needs`, async () => {
      const steps = await project.preview();
      expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
      const inputs = (child: string) => made(steps, child).inputs ?? {};
      expect(inputs("eventing:Namespace/knative-eventing")["kind"]).to.equal("Namespace");
      const lost = { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "lost" };
      expect(inputs("shop:Broker/default/shop")["spec"]).to.deep.equal({
        delivery: {
          retry: 3,
          backoffPolicy: "exponential",
          backoffDelay: "PT0.5S",
          deadLetterSink: { ref: { ...lost, namespace: "default" } },
        },
      });
      const trigger = inputs("large-orders:Trigger/default/large-orders")["spec"];
      expect(trigger).to.deep.include({
        filters: [{ exact: { type: "com.example.order" } }, { cesql: "amount > 1000" }],
        subscriber: {
          ref: { ...lost, name: "orders", namespace: "default" },
          uri: "/large",
        },
      });
      expect(inputs("every-morning:PingSource/default/every-morning")["spec"]).to.include({
        schedule: "0 6 * * 1-5",
        timezone: "Europe/Berlin",
      });
      const order = [
        "eventing:Deployment/knative-eventing/eventing-webhook",
        "shop:Broker/default/shop",
        "large-orders:Trigger/default/large-orders",
        "every-morning:PingSource/default/every-morning",
      ].map((child) => steps.findIndex(({ urn }) => urn.endsWith(`::${child}`)));
      expect(order).to.deep.equal(order.toSorted((a, b) => a - b));
    });

    it(`refuses a wrong filter from ${name} by property, and shows no trace`, async () => {
      const file = join(project.directory, programs[name] ?? "");
      writeFileSync(file, readFileSync(file, "utf8").replace("amount > 1000", "amount >"));
      const { exitCode, output } = await project.run("preview");
      expect(exitCode).not.to.equal(0);
      expect(output).to.match(/property filters\[1\]\.cesql .*\[KN9005\]/);
      expect(output).not.to.contain("at new Trigger");
      expect(output).not.to.contain(awayToken);
    });
  });
}
