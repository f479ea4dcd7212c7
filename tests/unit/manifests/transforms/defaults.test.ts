import { expect } from "chai";
import { getAt } from "../../../../provider/src/manifests/manifest";
import { writeFieldRefDefaults } from "../../../../provider/src/manifests/transforms";

const workload = (env: unknown) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "a", namespace: "b" },
  spec: { template: { spec: { containers: [{ name: "c", env }, { name: "d" }] } } },
});
const envOf = (env: unknown) =>
  getAt(writeFieldRefDefaults(workload(env)), ["spec", "template", "spec", "containers", 0, "env"]);

describe("references to a pod's own fields", () => {
  it("carry the version that the API server would write", () => {
    const fieldRef = { fieldPath: "metadata.name" };
    expect(envOf([{ name: "POD_NAME", valueFrom: { fieldRef } }])).to.deep.equal([
      { name: "POD_NAME", valueFrom: { fieldRef: { ...fieldRef, apiVersion: "v1" } } },
    ]);
    expect(fieldRef).to.deep.equal({ fieldPath: "metadata.name" });
  });

  it("keep the version that they have, and other variables are left alone", () => {
    const env = [
      { name: "A", value: "1" },
      { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.uid", apiVersion: "v2" } } },
      { name: "C", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
    ];
    expect(envOf(env)).to.deep.equal(env);
  });

  it("are none where there is nothing of the kind", () => {
    const manifest = workload(undefined);
    expect(writeFieldRefDefaults(manifest)).to.deep.equal(manifest);
  });
});
