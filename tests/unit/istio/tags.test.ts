import { expect } from "chai";
import { planIstio, type IstioPlan } from "../../../provider/src/istio/install.plan";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { getAt } from "../../../provider/src/manifests/manifest";

const plan = (args: IstioArgs): IstioPlan => {
  const made = planIstio(args);
  expect(made).not.to.equal(undefined);
  return made as IstioPlan;
};
const canary: IstioArgs = {
  version: "1.30.4",
  revision: "1-30",
  install: { revisionTags: ["stable"], previousRevision: "1-29", previousVersion: "1.29.6" },
};
const held: IstioArgs = { ...canary, install: { ...canary.install, tagRevision: "1-29" } };
const before: IstioArgs = { version: "1.29.6", revision: "1-29", install: { revisionTags: ["stable"] } };

describe("istio: tags", () => {
  const webhooks = (args: IstioArgs) =>
    plan(args).tags.filter(({ kind }) => kind === "MutatingWebhookConfiguration");

  it("point at one revision, and moving them changes that alone", () => {
    const [from, to] = [plan(held).tags, plan(canary).tags];
    expect(plan(before).tags).to.deep.equal(from);
    expect(JSON.parse(JSON.stringify(from).replaceAll("1-29", "1-30"))).to.deep.equal(to);
    expect(from.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).to.deep.equal([
      "Service/istiod-revision-tag-stable",
      "MutatingWebhookConfiguration/istio-revision-tag-stable",
    ]);
    expect(from[1]?.metadata.labels).to.deep.equal({
      app: "sidecar-injector",
      "istio.io/rev": "1-29",
      "istio.io/tag": "stable",
    });
    expect(getAt(from[1], ["webhooks", 0, "clientConfig", "service", "name"])).to.equal("istiod-1-29");
  });

  // What Kubernetes makes of a webhook's two selectors.
  type Labels = Readonly<Record<string, string>>;
  interface Term {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }
  const fits = (labels: Labels, selector: unknown) =>
    (getAt(selector, ["matchExpressions"]) as Term[]).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      const is = value !== undefined && values.includes(value);
      return { In: is, NotIn: !is, Exists: value !== undefined, DoesNotExist: value === undefined }[operator];
    });
  const calls = (args: IstioArgs, namespace: Labels, pod: Labels) =>
    webhooks(args)
      .flatMap((manifest) => manifest.webhooks as Record<string, unknown>[])
      .filter(
        ({ namespaceSelector, objectSelector }) =>
          fits(namespace, namespaceSelector) && fits(pod, objectSelector),
      ).length;

  it("inject once where namespace or pod name the tag, and not where they opt out", () => {
    const rev = { "istio.io/rev": "stable" };
    const off = { "sidecar.istio.io/inject": "false" };
    expect(calls(canary, rev, {})).to.equal(1);
    expect(calls(canary, {}, rev)).to.equal(1);
    expect(calls(canary, rev, rev)).to.equal(1);
    expect(calls(canary, rev, off)).to.equal(0);
    expect(calls(canary, {}, { ...rev, ...off })).to.equal(0);
    expect(calls(canary, { "istio-injection": "enabled" }, {})).to.equal(0);
    expect(calls(canary, { "istio.io/rev": "other" }, {})).to.equal(0);
  });

  it('take over the old labels as the tag "default"', () => {
    const args = { ...canary, install: { ...canary.install, revisionTags: ["default"] } };
    expect(calls(args, { "istio-injection": "enabled" }, {})).to.equal(1);
    expect(calls(args, {}, { "sidecar.istio.io/inject": "true" })).to.equal(1);
    expect(calls(args, { "istio-injection": "disabled" }, { "sidecar.istio.io/inject": "true" })).to.equal(0);
    expect(calls(args, { "istio.io/rev": "default" }, {})).to.equal(1);
    expect(calls(args, {}, {})).to.equal(0);
  });

  it("carry the namespace in the name of what the cluster holds once, outside the usual one", () => {
    expect(webhooks({ ...canary, namespace: "mesh" })[0]?.metadata.name).to.equal(
      "istio-revision-tag-stable-mesh",
    );
  });
});
