import * as pulumi from "@pulumi/pulumi";
import { version as kubernetesVersion } from "@pulumi/kubernetes/package.json";
import { expect } from "chai";
import { registerIstio } from "../../provider/src/istio/install";
import { planIstio, type IstioPlan } from "../../provider/src/istio/install.plan";
import type { IstioArgs } from "../../provider/src/istio/istio.args";
import { record, type RecordOptions } from "../support/recorder";

describe("graph: istio's installation", () => {
  /** An installation and one object that needs it. */
  const install = (args: IstioArgs, after?: pulumi.Output<unknown>, options?: RecordOptions) =>
    record(() => {
      const parent = new pulumi.ComponentResource("test:index:Serving", "knative");
      const { ready } = registerIstio("knative", planIstio(args) as IstioPlan, { parent, after });
      return new pulumi.ComponentResource("test:index:Gateway", "gateway", {}, { dependsOn: [...ready] });
    }, options);
  const base = "knative:Release/istio-system/istio-base";
  const namespace = "knative:Namespace/istio-system";
  const istiod = (revision?: string) =>
    `knative:Release/istio-system/istiod${revision === undefined ? "" : `-${revision}`}`;

  it("is made in order: namespace, definitions, control plane, and then what needs it", async () => {
    const { registrations } = await install({ version: "1.29", install: {} });
    const by = (name: string) => registrations.find((made) => made.name === name);
    expect(registrations.map(({ name }) => name)).to.deep.equal([
      "knative",
      namespace,
      base,
      istiod(),
      "gateway",
    ]);
    expect(by(namespace)?.type).to.equal("kubernetes:core/v1:Namespace");
    expect(by(base)?.dependencies).to.deep.equal([namespace]);
    expect(by(istiod())?.dependencies).to.deep.equal([base]);
    expect(by("gateway")?.dependencies).to.deep.equal([istiod()]);
    for (const name of [namespace, base, istiod()]) {
      expect(by(name)?.parent).to.equal("knative");
      expect(by(name)?.version).to.equal(kubernetesVersion);
    }
  });

  it("is two awaited Helm releases with names of their own, as Pulumi's class for them registers them", async () => {
    const { registrations } = await install({ version: "1.29", install: {} });
    const releases = registrations.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(releases.map(({ inputs }) => inputs.name)).to.deep.equal(["istio-base", "istiod"]);
    for (const { inputs } of releases) {
      expect(inputs).to.deep.include({
        compat: "true",
        namespace: "istio-system",
        version: "1.29.6",
        repositoryOpts: { repo: "https://istio-release.storage.googleapis.com/charts" },
        skipAwait: false,
        atomic: false,
        createNamespace: false,
        timeout: 600,
      });
      expect(inputs.values).to.be.an("object");
    }
    expect(releases.map(({ inputs }) => inputs.chart)).to.deep.equal(["base", "istiod"]);
  });

  it("is a second control plane beside the first in a canary, with the tags after both", async () => {
    const args: IstioArgs = {
      version: "1.30.4",
      revision: "1-30",
      install: {
        revisionTags: ["stable"],
        tagRevision: "1-29",
        previousRevision: "1-29",
        previousVersion: "1.29.6",
      },
    };
    const { registrations } = await install(args);
    const by = (name: string) => registrations.find((made) => made.name === name);
    const [old, next] = [istiod("1-29"), istiod("1-30")];
    const tags = [
      "knative:Service/istio-system/istiod-revision-tag-stable",
      "knative:MutatingWebhookConfiguration/istio-revision-tag-stable",
    ];
    expect(by(old)?.dependencies).to.deep.equal([base]);
    expect(by(next)?.dependencies).to.deep.equal([base]);
    expect(by(base)?.inputs.version).to.equal("1.30.4");
    expect(by(old)?.inputs.version).to.equal("1.29.6");
    for (const tag of tags) {
      expect(by(tag)?.dependencies.toSorted()).to.deep.equal([old, next]);
    }
    expect(by("gateway")?.dependencies.toSorted()).to.deep.equal([...tags, old, next].toSorted());
    // istiod writes its certificate authority into the webhooks.
    expect(by(tags[1] ?? "")?.ignoreChanges).to.include("webhooks[*].clientConfig.caBundle");
  });

  it("keeps the resources of the old control plane through all steps of a canary", async () => {
    const step = async (args: IstioArgs) => {
      const { registrations } = await install(args);
      return new Map(
        registrations
          .filter(({ type }) => type.startsWith("kubernetes:"))
          .map(({ urn, inputs }) => [urn, inputs]),
      );
    };
    const old = { previousRevision: "1-29", previousVersion: "1.29.6" };
    const tagged = { revisionTags: ["stable"] };
    const next = { version: "1.30.4", revision: "1-30" };
    const start = await step({ version: "1.29.6", revision: "1-29", install: tagged });
    const beside = await step({ ...next, install: { ...tagged, ...old, tagRevision: "1-29" } });
    const moved = await step({ ...next, install: { ...tagged, ...old } });
    const end = await step({ ...next, install: tagged });
    const changes = (from: typeof start, to: typeof start) =>
      [...new Set([...from.keys(), ...to.keys()])]
        .filter((urn) => JSON.stringify(from.get(urn)) !== JSON.stringify(to.get(urn)))
        .map((urn) =>
          urn
            .split("::")
            .at(-1)
            ?.replace(/^knative:/, ""),
        );
    expect(changes(start, beside)).to.deep.equal([
      "Release/istio-system/istio-base",
      "Release/istio-system/istiod-1-30",
    ]);
    expect(changes(beside, moved)).to.deep.equal([
      "Release/istio-system/istio-base",
      "Service/istio-system/istiod-revision-tag-stable",
      "MutatingWebhookConfiguration/istio-revision-tag-stable",
    ]);
    expect(changes(moved, end)).to.deep.equal(["Release/istio-system/istiod-1-29"]);
  });

  it("starts after the checks of the cluster", async () => {
    const seen: string[] = [];
    const check = new Promise<boolean>((resolve) => {
      setImmediate(() => {
        seen.push("checked");
        resolve(true);
      });
    });
    await install({ install: {} }, pulumi.output(check), {
      respond: (_, name, inputs) => {
        seen.push(name);
        return inputs;
      },
    });
    expect(seen.filter((name) => name.startsWith("knative:") || name === "checked")).to.deep.equal([
      "checked",
      namespace,
      base,
      istiod(),
    ]);
  });
});
