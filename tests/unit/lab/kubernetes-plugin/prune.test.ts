import { expect } from "chai";
import fc from "fast-check";
import { prune } from "../../../../lab/kubernetes-plugin/prune";
import type { Value, ValueMap } from "../../../../lab/kubernetes-plugin/value";

describe("The Kubernetes plugin's pruning of live objects", () => {
  const cases: readonly [string, ValueMap, ValueMap, ValueMap][] = [
    ["keeps only the keys that the inputs name", { a: 1, b: 2 }, { a: 9 }, { a: 1 }],
    ["goes into maps", { a: { b: 1, c: 2 } }, { a: { c: 0 } }, { a: { c: 2 } }],
    ["keeps as many elements as the inputs have", { l: [1, 2, 3] }, { l: [9, 9] }, { l: [1, 2] }],
    ["prunes maps in lists by index", { l: [{ a: 1, b: 2 }] }, { l: [{ a: 0 }] }, { l: [{ a: 1 }] }],
    ["keeps a value whole whose type is another", { a: { b: 1 } }, { a: "text" }, { a: { b: 1 } }],
    [
      "keeps a list whole whose elements are of another type",
      { l: [{ a: 1 }, { a: 2 }] },
      { l: ["x"] },
      { l: [{ a: 1 }, { a: 2 }] },
    ],
    ["takes no key from the inputs that the live object lacks", { a: 1 }, { a: 1, b: 2 }, { a: 1 }],
    ["empties a list where one of both is empty", { l: [1] }, { l: [] }, { l: [] }],
  ];
  for (const [title, live, inputs, expected] of cases) {
    it(title, () => {
      expect(prune(live, inputs)).to.deep.equal(expected);
    });
  }

  it("gives an object back that is pruned to itself", () => {
    const json = fc.dictionary(
      fc.string(),
      fc.jsonValue().filter((value) => !hasMixedList(value)) as fc.Arbitrary<Value>,
    );
    fc.assert(
      fc.property(json, (value) => {
        expect(prune(value, value)).to.deep.equal(value);
      }),
    );
  });
});

/** Kubernetes has no lists of mixed types, and pruning does not care for them. */
function hasMixedList(value: unknown): boolean {
  if (Array.isArray(value)) {
    return (
      new Set(value.map((element) => (Array.isArray(element) ? "list" : typeof element))).size > 1 ||
      value.some(hasMixedList)
    );
  }
  return typeof value === "object" && value !== null && Object.values(value).some(hasMixedList);
}
