import { expect } from "chai";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { adapt, type AdaptArgs, type OwnSteps } from "../../../provider/src/release/adapt";

const namespace = "knative-any";
const digest = `sha256:${"0".repeat(64)}`;

const upstream: readonly Manifest[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, creationTimestamp: null }, status: {} },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-any", namespace, annotations: { "knative.dev/example-checksum": "1" } },
    data: { _example: "level: low", size: "1" },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "controller", namespace },
    spec: {
      template: {
        metadata: { labels: { app: "controller" } },
        spec: { containers: [{ name: "controller", image: `gcr.io/any/cmd/controller@${digest}` }] },
      },
    },
  },
  { apiVersion: "v1", kind: "Service", metadata: { name: "controller", namespace }, spec: {} },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "", generateName: "migrate-", namespace },
    spec: { ttlSecondsAfterFinished: 600, template: { spec: { containers: [] } } },
  },
];

const adapted = (args: AdaptArgs = {}, own?: OwnSteps) =>
  adapt({ name: "Any", version: "1.2.3" }, upstream, args, own);
const named = (manifests: readonly Manifest[], key: string) =>
  manifests.find((manifest) => keyOf(manifest) === key);

describe("adapting an upstream release", () => {
  it("leaves out state, examples and generated names, and waits for no Service", () => {
    const { manifests, problems } = adapted();
    expect(problems).to.deep.equal([]);
    expect(named(manifests, `Namespace/${namespace}`)).to.deep.equal({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace },
    });
    expect(getAt(named(manifests, `ConfigMap/${namespace}/config-any`), ["data"])).to.deep.equal({
      size: "1",
    });
    expect(named(manifests, `Job/${namespace}/migrate-1-2-3`)).not.to.equal(undefined);
    expect(
      named(manifests, `Service/${namespace}/controller`)?.metadata.annotations?.["pulumi.com/skipAwait"],
    ).to.equal("true");
  });

  it("puts the product's settings in, the later ones and config last", () => {
    const { manifests } = adapted(
      { config: { "config-any": { level: "high" } } },
      { settings: [{ "config-any": { level: "low", size: "2" } }, { "config-any": { size: "3" } }] },
    );
    expect(getAt(named(manifests, `ConfigMap/${namespace}/config-any`), ["data"])).to.deep.equal({
      size: "3",
      level: "high",
    });
  });

  it("moves images, and tells where they are now", () => {
    const { images, manifests } = adapted({
      images: { registry: "registry.example.com/copies", pullSecrets: ["login"] },
    });
    expect(images).to.deep.equal([`registry.example.com/copies/any/cmd/controller@${digest}`]);
    const pod = getAt(named(manifests, `Deployment/${namespace}/controller`), ["spec", "template", "spec"]);
    expect(getAt(pod, ["imagePullSecrets"])).to.deep.equal([{ name: "login" }]);
  });

  it("tells programs what the user says of all of them", () => {
    const { manifests } = adapted({ terminationGracePeriodSeconds: 7, kubernetesMinVersionOverride: "1.30" });
    const pod = getAt(named(manifests, `Deployment/${namespace}/controller`), ["spec", "template", "spec"]);
    expect(getAt(pod, ["terminationGracePeriodSeconds"])).to.equal(7);
    expect(getAt(pod, ["containers", 0, "env"])).to.deep.equal([
      { name: "KUBERNETES_MIN_VERSION", value: "v1.30.0" },
    ]);
  });

  it("takes the product's own steps in their order, and the user's patches last", () => {
    const seen: string[] = [];
    const note = (step: string) => (manifests: readonly Manifest[]) => {
      const map = manifests.find((manifest) => isKind(manifest, "ConfigMap"));
      seen.push(`${step} ${JSON.stringify(map?.data)}`);
      return manifests;
    };
    const { manifests, problems } = adapted(
      {
        config: { "config-any": { size: "4" } },
        patches: [{ target: { kind: "ConfigMap" }, patch: { data: { size: "5" } } }],
      },
      {
        before: note("before"),
        between: [note("between")],
        after: (all) => ({
          manifests: note("after")(all),
          problems: [{ path: "own", code: "KN1006", reason: "is wrong" }],
        }),
      },
    );
    expect(seen).to.deep.equal([
      'before {"_example":"level: low","size":"1"}',
      'between {"size":"4"}',
      'after {"size":"4"}',
    ]);
    expect(getAt(named(manifests, `ConfigMap/${namespace}/config-any`), ["data"])).to.deep.equal({
      size: "5",
    });
    expect(problems.map(({ path }) => path)).to.deep.equal(["own"]);
  });

  it("refuses names that fit nothing, in the product's name", () => {
    const { problems } = adapted({
      config: { "config-many": { a: "b" } },
      images: { overrides: { controler: `registry.example.com/c@${digest}` } },
      patches: [{ target: { kind: "DaemonSet" }, patch: {} }],
    });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      'config["config-many"] KN3301',
      'images.overrides["controler"] KN1001',
      "patches[0] KN3201",
    ]);
    expect(problems[0]?.reason).to.equal(
      'Any 1.2.3 has no ConfigMap of that name (did you mean "config-any"?); it has config-any',
    );
  });
});
