import { expect } from "chai";
import * as fc from "fast-check";
import type { Manifest } from "../../../../provider/src/manifests/manifest";
import { applyPatches, mergePatch, type ManifestPatch } from "../../../../provider/src/manifests/transforms";

const manifests: readonly Manifest[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a", namespace: "n", labels: { app: "a" } },
    spec: { list: [1, 2] },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "b", namespace: "n", labels: { app: "b" } },
    spec: { list: [1, 2] },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "m" }, data: { x: "1" } },
];

const specs = (patch: ManifestPatch): readonly unknown[] =>
  applyPatches(manifests, [patch]).manifests.map(({ spec, data }) => spec ?? data);

describe("merge patches", () => {
  // The examples of RFC 7386, appendix A.
  for (const [target, patch, result] of [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ] as const) {
    it(`make ${JSON.stringify(result)} of ${JSON.stringify(target)} by ${JSON.stringify(patch)}`, () => {
      expect(mergePatch(target, patch)).to.deep.equal(result);
    });
  }

  it("change nothing the second time", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).to.deep.equal(once);
      }),
    );
  });

  it("leave what they are given as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const before = JSON.stringify([target, patch]);
        mergePatch(target, patch);
        expect(JSON.stringify([target, patch])).to.equal(before);
      }),
    );
  });

  it("leave out what isn't set", () => {
    expect(mergePatch({ a: 1 }, { a: undefined, b: undefined })).to.deep.equal({ a: 1 });
  });

  it("keep what Pulumi has yet to resolve", () => {
    const later = new (class Later {})();
    expect(mergePatch({ a: later, b: 1 }, { b: later })).to.deep.equal({ a: later, b: later });
  });
});

describe("patches", () => {
  it("go to all objects of a kind", () => {
    expect(specs({ target: { kind: "Deployment" }, patch: { spec: { more: true } } })).to.deep.equal([
      { list: [1, 2], more: true },
      { list: [1, 2], more: true },
      { x: "1" },
    ]);
  });

  for (const [by, target] of [
    ["name", { kind: "Deployment", name: "b" }],
    ["everything", { kind: "Deployment", name: "b", namespace: "n" }],
  ] as const) {
    it(`go to one object by ${by}`, () => {
      expect(specs({ target, patch: { spec: { list: [] } } })).to.deep.equal([
        { list: [1, 2] },
        { list: [] },
        { x: "1" },
      ]);
    });
  }

  it("are applied one after the other", () => {
    const { manifests: patched } = applyPatches(manifests, [
      { target: { kind: "ConfigMap" }, patch: { data: { y: "1", z: "3" } } },
      { target: { kind: "ConfigMap" }, patch: { data: { x: null, y: "2" } } },
    ]);
    expect(patched[2]?.data).to.deep.equal({ y: "2", z: "3" });
  });

  it("that match nothing are reported, with what may have been meant", () => {
    const { manifests: patched, problems } = applyPatches(manifests, [
      { target: { kind: "ConfigMap" }, patch: {} },
      { target: { kind: "Deployment", name: "c" }, patch: {} },
      { target: { kind: "Deploymnet" }, patch: {} },
    ]);
    expect(problems.map(({ index, kind, candidates }) => [index, kind, candidates])).to.deep.equal([
      [1, "no-match", ["Deployment/n/a", "Deployment/n/b"]],
      [2, "no-match", ["Deployment", "ConfigMap"]],
    ]);
    expect(patched).to.deep.equal(manifests);
  });

  for (const [name, patch, reason] of [
    ["another name", { metadata: { name: "z" } }, /can't change .* name/],
    ["another kind", { kind: "StatefulSet" }, /can't change .* kind/],
    ["no metadata", { metadata: null }, /can't change/],
  ] as const) {
    it(`with ${name} are reported and not applied`, () => {
      const { manifests: patched, problems } = applyPatches(manifests, [
        { target: { kind: "Deployment", name: "a" }, patch },
      ]);
      expect(problems.map(({ index, kind }) => [index, kind])).to.deep.equal([[0, "not-applicable"]]);
      expect(problems[0]?.reason).to.match(reason);
      expect(patched).to.deep.equal(manifests);
    });
  }
});
