import { expect } from "chai";
import { changedProperties, driftedProperties, givenProperties } from "../../../../tools/diff/compare";
import { UNKNOWN } from "../../../../tools/diff/encoding";
import type { Step } from "../../../../tools/diff/events";
import { preview, stepEvent, unknown } from "./support";

function step(parts: Parameters<typeof stepEvent>[0]): Step {
  const [first] = preview(stepEvent(parts)).steps;
  return first ?? expect.fail("no step");
}

describe("diff: changed properties", () => {
  it("are those that the provider names, with old outputs and new inputs", () => {
    const changes = changedProperties(
      step({
        op: "update",
        old: { inputs: { a: "input" }, outputs: { a: "output" } },
        new: { inputs: { a: "new", b: "not named" } },
        detailedDiff: { a: { diffKind: "update", inputDiff: false } },
      }),
    );
    expect(changes).to.deep.equal([
      { path: "a", kind: "update", replaces: false, old: "output", new: "new" },
    ]);
  });

  it("have old inputs where the provider compared those", () => {
    const [change] = changedProperties(
      step({
        op: "update",
        old: { inputs: { a: "input" }, outputs: { a: "output" } },
        new: { inputs: { a: "new" } },
        detailedDiff: { a: { diffKind: "update", inputDiff: true } },
      }),
    );
    expect(change?.old).to.equal("input");
  });

  it("have old inputs where the output is already what is wanted", () => {
    const [change] = changedProperties(
      step({
        op: "update",
        old: { inputs: { a: "input" }, outputs: { a: "new" } },
        new: { inputs: { a: "new" } },
        detailedDiff: { a: { diffKind: "update", inputDiff: false } },
      }),
    );
    expect(change?.old).to.equal("input");
  });

  it("are told place by place where a provider names a whole object", () => {
    const changes = changedProperties(
      step({
        op: "replace",
        old: { inputs: {}, outputs: { spec: { a: 1, b: [1, 2], same: true } } },
        new: { inputs: { spec: { a: 2, b: [1], same: true, c: unknown } } },
        detailedDiff: { spec: { diffKind: "update-replace" } },
        keys: ["spec"],
      }),
    );
    expect(changes).to.deep.equal([
      { path: "spec.a", kind: "update", replaces: true, old: 1, new: 2 },
      { path: "spec.b[1]", kind: "delete", replaces: true, old: 2 },
      { path: "spec.c", kind: "add", replaces: true, new: UNKNOWN },
    ]);
  });

  it("have one side only where the provider says added or removed, whatever the cluster filled in", () => {
    const changes = changedProperties(
      step({
        op: "update",
        old: { inputs: { gone: 1 }, outputs: { gone: 1, added: "by the cluster" } },
        new: { inputs: { added: "by us" } },
        detailedDiff: { gone: { diffKind: "delete" }, added: { diffKind: "add" } },
      }),
    );
    expect(changes).to.deep.equal([
      { path: "added", kind: "add", replaces: false, new: "by us" },
      { path: "gone", kind: "delete", replaces: false, old: 1 },
    ]);
  });

  it("are what differs between inputs where the provider says nothing, by top-level keys if it names those", () => {
    const parts = {
      op: "replace",
      old: { inputs: { a: 1, b: { x: 1 }, __note: 1 } },
      new: { inputs: { a: 2, b: { x: 2 }, __note: 2 } },
      keys: ["a"],
    };
    expect(changedProperties(step(parts)).map(({ path, replaces }) => [path, replaces])).to.deep.equal([
      ["a", true],
      ["b.x", false],
    ]);
    expect(changedProperties(step({ ...parts, diffs: ["a"] })).map(({ path }) => path)).to.deep.equal(["a"]);
  });

  it("include what makes a replacement necessary though no value of it is seen", () => {
    const changes = changedProperties(
      step({ op: "replace", old: { inputs: {} }, new: { inputs: {} }, keys: ["region"] }),
    );
    expect(changes).to.deep.equal([{ path: "region", kind: "update", replaces: true }]);
  });

  it("leave out what a cluster writes into objects by itself, but only there", () => {
    const metadata = { resourceVersion: "1", annotations: { "deployment.kubernetes.io/revision": "1" } };
    const newer = {
      resourceVersion: "2",
      annotations: { "deployment.kubernetes.io/revision": "2" },
      labels: {},
    };
    const parts = {
      op: "refresh",
      moment: "after" as const,
      old: { outputs: { metadata, status: { ready: 1 } } },
      new: { outputs: { metadata: newer, status: { ready: 2 } } },
    };
    expect(driftedProperties(step(parts)).map(({ path }) => path)).to.deep.equal(["metadata.labels"]);
    expect(driftedProperties(step({ ...parts, type: "example:index:Thing" })).length).to.equal(4);
  });

  it("of a refresh are none where the provider compared and found none", () => {
    const drift = driftedProperties(
      step({ op: "refresh", old: { outputs: { a: 1 } }, new: { outputs: { a: 2 } }, detailedDiff: {} }),
    );
    expect(drift).to.deep.equal([]);
  });

  it("leave out what the program wants hidden", () => {
    const changes = changedProperties(
      step({
        op: "update",
        old: { inputs: { a: { x: 1 }, b: 1 } },
        new: { inputs: { a: { x: 2 }, b: 2 }, hideDiffs: [["a"]] },
      }),
    );
    expect(changes.map(({ path }) => path)).to.deep.equal(["b"]);
  });

  it("of a new resource are what it is given", () => {
    const given = givenProperties(step({ op: "create", new: { inputs: { b: 1, a: { x: 1 }, __note: 1 } } }));
    expect(given.map(({ path, kind }) => [path, kind])).to.deep.equal([
      ["a", "add"],
      ["b", "add"],
    ]);
  });
});
