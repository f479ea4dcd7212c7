import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { awaitingItself, contentAnnotation } from "../../../provider/src/manifests/content";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { valueOf } from "../../support/recorder";

const waitFor = "pulumi.com/waitFor";
const definition = (spec: object, condition: unknown = "condition=Established"): Manifest => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "services.serving.knative.dev",
    annotations: { [waitFor]: condition as string, kept: "yes" },
  },
  spec,
});
const annotationsOf = (manifest: Manifest) => awaitingItself(manifest).metadata.annotations ?? {};
const markOf = (manifest: Manifest) => annotationsOf(manifest)[contentAnnotation];

describe("manifests: waiting for what was written", () => {
  it("asks for a mark of the content beside the condition", () => {
    const annotations = annotationsOf(definition({ a: 1 }));
    expect(annotations.kept).to.equal("yes");
    expect(annotations[contentAnnotation]).to.match(/^[0-9a-f]{16}$/);
    expect(JSON.parse(annotations[waitFor] ?? "")).to.deep.equal([
      "condition=Established",
      `jsonpath={.metadata.annotations['${contentAnnotation}']}=${annotations[contentAnnotation]}`,
    ]);
  });

  it("has another mark where anything but the condition differs, and the same one else", () => {
    expect(markOf(definition({ a: 1 }))).to.equal(markOf(definition({ a: 1 }, "condition=Other")));
    expect(markOf(definition({ a: 1 }))).not.to.equal(markOf(definition({ a: 2 })));
  });

  it("keeps conditions that are a list already", () => {
    const conditions = JSON.parse(
      annotationsOf(definition({}, '["condition=A","condition=B"]'))[waitFor] ?? "",
    ) as string[];
    expect(conditions.slice(0, 2)).to.deep.equal(["condition=A", "condition=B"]);
    expect(conditions).to.have.lengthOf(3);
  });

  it("leaves alone what isn't waited for", () => {
    const plain: Manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: {} };
    expect(awaitingItself(plain)).to.equal(plain);
  });

  it("follows values that are known later, and tells nothing of secret ones", async () => {
    const mark = (value: unknown) => valueOf(pulumi.output(markOf(definition({ value }))));
    expect(await mark(pulumi.output("a"))).not.to.equal(await mark(pulumi.output("b")));
    expect(await mark(pulumi.secret("a"))).to.equal(await mark(pulumi.secret("b")));
    const later = pulumi.output(markOf(definition({ value: pulumi.secret("a") })));
    expect(await pulumi.isSecret(later)).to.equal(false);
  });

  it("waits by a condition that is known later", async () => {
    const found = annotationsOf(definition({}, pulumi.output("condition=Late")))[
      waitFor
    ] as unknown as pulumi.Output<string>;
    expect(JSON.parse((await valueOf(found)) ?? "")).to.have.lengthOf(2);
  });
});
