import { expect } from "chai";
import * as fc from "fast-check";
import {
  annotate,
  getAt,
  identityOf,
  isKind,
  keyOf,
  setAt,
  updateAt,
  type Manifest,
  type Path,
} from "../../../provider/src/manifests/manifest";

const manifest: Manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "a", namespace: "n", labels: { x: "y" } },
  spec: { list: [{ name: "one" }, { name: "two" }], other: {} },
};

const step = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.constantFrom("__proto__", "constructor", "a", "b"),
);

describe("manifests", () => {
  it("are called by kind, namespace and name", () => {
    expect(keyOf(manifest)).to.equal("Deployment/n/a");
    expect(keyOf({ ...manifest, metadata: { name: "a" } })).to.equal("Deployment/a");
  });

  it("are identified by their group as well", () => {
    expect(identityOf(manifest)).to.equal("apps/Deployment/n/a");
    expect(identityOf({ ...manifest, apiVersion: "v1" })).to.equal("/Deployment/n/a");
  });

  it("of kind Service are the core group's", () => {
    const service = { ...manifest, apiVersion: "v1", kind: "Service" };
    expect(isKind(service, "Service", "a")).to.equal(true);
    expect(isKind(service, "Service", "b")).to.equal(false);
    expect(isKind({ ...service, apiVersion: "serving.knative.dev/v1" }, "Service")).to.equal(false);
  });

  it("are changed at a path, and share the rest", () => {
    const changed = setAt(manifest, ["spec", "list", 1, "name"], "three");
    expect(changed.spec).to.deep.equal({ list: [{ name: "one" }, { name: "three" }], other: {} });
    expect(changed.metadata).to.equal(manifest.metadata);
    expect(getAt(changed, ["spec", "list", 0])).to.equal(getAt(manifest, ["spec", "list", 0]));
    expect(getAt(manifest, ["spec", "list", 1, "name"])).to.equal("two");
  });

  it("lose a property that is set to undefined", () => {
    expect(setAt(manifest, ["metadata", "labels"], undefined).metadata).to.deep.equal({
      name: "a",
      namespace: "n",
    });
    expect(setAt(manifest, ["nowhere", "at", "all"], undefined)).to.equal(manifest);
  });

  it("stay the same object where there is nothing to change", () => {
    expect(updateAt(manifest, ["spec", "none"], () => 1)).to.equal(manifest);
    expect(updateAt(manifest, ["metadata", "name"], (name) => name)).to.equal(manifest);
  });

  it("keep their annotations when others are added", () => {
    const annotated = annotate(annotate(manifest, { a: "1", b: "2" }), { b: "3" });
    expect(annotated.metadata.annotations).to.deep.equal({ a: "1", b: "3" });
  });

  it("give back what was set, at any path", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (path: Path, value) => {
        const before = JSON.stringify(manifest);
        expect(getAt(setAt(manifest, path, value), path)).to.deep.equal(value);
        expect(JSON.stringify(manifest)).to.equal(before);
        expect(Object.prototype).to.not.have.any.keys("a", "b");
      }),
    );
  });
});
