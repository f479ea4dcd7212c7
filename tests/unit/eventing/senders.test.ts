import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ContainerSourceArgs } from "../../../provider/src/eventing/containerSource.args";
import { checkContainerSource } from "../../../provider/src/eventing/containerSource.check";
import { renderContainerSource } from "../../../provider/src/eventing/containerSource.render";
import type { SinkBindingArgs } from "../../../provider/src/eventing/sinkBinding.args";
import { checkSinkBinding } from "../../../provider/src/eventing/sinkBinding.check";
import { renderSinkBinding } from "../../../provider/src/eventing/sinkBinding.render";
import type { Problem } from "../../../provider/src/problems";
import { eventingReleases } from "../../../provider/src/release/catalog";
import { loadProduct } from "../../../provider/src/release/loadProduct";
import { definitionsIn, misfits, type Definitions } from "../../support/crds";
import { needReleases } from "../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const sink = { broker: "main" };
const broker = (namespace: string) => ({
  ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "main", namespace },
});

const container: ContainerSourceArgs = {
  namespace: "shop",
  image: "registry.example.com/poller:1",
  args: ["--every=1m"],
  env: { KEY: "a" },
  resources: { requests: { cpu: "10m" } },
  volumes: [{ name: "settings", configMap: { name: "settings" } }],
  volumeMounts: [{ name: "settings", mountPath: "/etc/settings" }],
  podSecurityContext: { runAsNonRoot: true },
  tolerations: [{ operator: "Exists" }],
  serviceAccountName: "poller",
  imagePullSecrets: ["registry"],
  podLabels: { team: "a" },
  podAnnotations: { note: "b" },
  sink,
  extensions: { tenant: "a" },
};
const binding: SinkBindingArgs = {
  namespace: "shop",
  subject: {
    apiVersion: "apps/v1",
    kind: "Deployment",
    selector: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
  },
  sink,
  extensions: { tenant: "a" },
};

describe("eventing: container sources", () => {
  it("run what they are told", () => {
    expect(renderContainerSource("poller", container).spec).to.deep.equal({
      template: {
        metadata: { labels: { team: "a" }, annotations: { note: "b" } },
        spec: {
          serviceAccountName: "poller",
          imagePullSecrets: [{ name: "registry" }],
          securityContext: { runAsNonRoot: true },
          tolerations: [{ operator: "Exists" }],
          containers: [
            {
              name: "source",
              image: "registry.example.com/poller:1",
              args: ["--every=1m"],
              env: [{ name: "KEY", value: "a" }],
              resources: { requests: { cpu: "10m" } },
              volumeMounts: [{ name: "settings", mountPath: "/etc/settings", readOnly: true }],
            },
          ],
          volumes: [{ name: "settings", configMap: { name: "settings" } }],
        },
      },
      sink: broker("shop"),
      ceOverrides: { extensions: { tenant: "a" } },
    });
    expect(renderContainerSource("poller", { image: "a", sink }).spec).to.deep.equal({
      template: { spec: { containers: [{ name: "source", image: "a" }] } },
      sink: broker("default"),
    });
  });

  it("refuse what no pod starts with, and what Knative sets itself (KN4008, KN4009, KN4011, KN4015)", () => {
    expect(checkContainerSource(container)).to.deep.equal([]);
    expect(checkContainerSource({ image: output("later"), sink })).to.deep.equal([]);
    const problems = (args: Partial<ContainerSourceArgs>) =>
      lines(checkContainerSource({ image: "a", sink, ...args }));
    expect(problems({ image: "A B" })).to.deep.equal(["image KN4009"]);
    expect(
      problems({ env: { K_SINK: "a" }, envValueFrom: { K_CE_OVERRIDES: { secret: "a", key: "b" } } }),
    ).to.deep.equal(["env.K_SINK KN4008", "envValueFrom.K_CE_OVERRIDES KN4008"]);
    expect(problems({ resources: { requests: { cpu: "much" } } })).to.deep.equal([
      "resources.requests.cpu KN4011",
    ]);
    expect(problems({ volumeMounts: [{ name: "none", mountPath: "/a" }] })).to.deep.equal([
      "volumeMounts[0].name KN4015",
    ]);
    expect(
      problems({ podLabels: { a: "b c" }, podAnnotations: { "a b": "c" }, tolerations: [{}] }),
    ).to.deep.equal(["tolerations[0].operator KN1008", "podLabels.a KN1012", 'podAnnotations["a b"] KN1012']);
    expect(problems({ sink: { service: "a", url: "http://b" } })).to.deep.equal(["sink KN1008"]);
  });
});

describe("eventing: sink bindings", () => {
  it("are about their namespace alone", () => {
    expect(renderSinkBinding("shop", binding).spec).to.deep.equal({
      subject: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        namespace: "shop",
        selector: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
      },
      sink: broker("shop"),
      ceOverrides: { extensions: { tenant: "a" } },
    });
    const subject = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };
    expect(renderSinkBinding("shop", { subject, sink }).spec).to.deep.include({
      subject: { ...subject, namespace: "default" },
    });
  });

  it("need a subject that has pods, by name or selector (KN9016, KN1005, KN1008, KN4001)", () => {
    expect(checkSinkBinding(binding)).to.deep.equal([]);
    const problems = (subject: SinkBindingArgs["subject"]) => lines(checkSinkBinding({ subject, sink }));
    const deployment = { apiVersion: "apps/v1", kind: "Deployment" };
    expect(problems(deployment)).to.deep.equal(["subject KN1005"]);
    expect(problems({ ...deployment, name: "a", selector: {} })).to.deep.equal(["subject KN1008"]);
    expect(problems({ ...deployment, name: "a.b" })).to.deep.equal(["subject.name KN4001"]);
    expect(problems({ ...deployment, selector: {} })).to.deep.equal([]);
    expect(
      problems({ ...deployment, selector: { matchExpressions: [{ key: "a", operator: "NotIn" }] } }),
    ).to.deep.equal(["subject.selector.matchExpressions[0].values KN9014"]);
    expect(problems({ apiVersion: "v1", kind: "Pod", name: "a" })).to.deep.equal(["subject.kind KN9016"]);
    const [job] = checkSinkBinding({ subject: { apiVersion: "batch/v1", kind: "CronJob", name: "a" }, sink });
    expect(job?.reason).to.contain("spec.jobTemplate.metadata.labels");
    expect(lines(checkSinkBinding({ sink } as unknown as SinkBindingArgs))).to.deep.equal(["subject KN1005"]);
  });
});

for (const { minor, files } of eventingReleases()) {
  describe(`eventing: sources by the definitions of ${minor}`, () => {
    let definitions: Definitions;

    before(function () {
      const { manifests, problems } = loadProduct([files.crds], { mirror: needReleases(this) });
      expect(problems).to.deep.equal([]);
      definitions = definitionsIn(manifests);
    });

    it("fit them", () => {
      const objects = [renderContainerSource("poller", container), renderSinkBinding("shop", binding)];
      expect(objects.map(({ kind }) => kind)).to.deep.equal(["ContainerSource", "SinkBinding"]);
      expect(objects.flatMap((object) => misfits(definitions, object))).to.deep.equal([]);
    });

    it("would be found out if they didn't", () => {
      const object = renderSinkBinding("shop", binding);
      expect(misfits(definitions, { ...object, spec: { subject: "all" } })).not.to.deep.equal([]);
    });
  });
}
