import { expect } from "chai";
import fc from "fast-check";
import { decode } from "../../../../tools/diff/encoding";
import { comparePaths, formatPath, parsePath, valueAt } from "../../../../tools/diff/path";
import { secret, unknown } from "./support";

describe("diff: property paths", () => {
  const examples = {
    root: ["root"],
    "root.nested": ["root", "nested"],
    'root["nested"]': ["root", "nested"],
    "root.array[100].nested": ["root", "array", 100, "nested"],
    "root.array[0][1].nested": ["root", "array", 0, 1, "nested"],
    'root["key with \\"escaped\\" quotes"]': ["root", 'key with "escaped" quotes'],
    '["root key with a ."][100]': ["root key with a .", 100],
    "data.max-scale": ["data", "max-scale"],
    'metadata.annotations["a.b/c"]': ["metadata", "annotations", "a.b/c"],
  };

  for (const [text, path] of Object.entries(examples)) {
    it(`reads ${text}`, () => {
      expect(parsePath(text)).to.deep.equal(path);
    });
  }

  it("takes what is no path as the name of one property, as the engine does", () => {
    expect(parsePath("a[")).to.deep.equal(["a["]);
    expect(parsePath("")).to.deep.equal([""]);
  });

  it("reads what it writes", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\"));
    fc.assert(
      fc.property(fc.array(fc.oneof(name, fc.nat()), { minLength: 1 }), (path) => {
        expect(parsePath(formatPath(path))).to.deep.equal(path);
      }),
    );
  });

  it("finds values in objects and lists, and none where there is none", () => {
    const { value } = decode({ a: [{ b: 1 }] });
    expect(valueAt(value, ["a", 0, "b"])).to.equal(1);
    expect(valueAt(value, ["a", "0"])).to.equal(undefined);
    expect(valueAt(value, ["a", 1, "b"])).to.equal(undefined);
    expect(valueAt(value, ["toString"])).to.equal(undefined);
  });

  it("takes a secret or an unknown value for everything that may be below it", () => {
    const { value } = decode({ hidden: secret(), later: unknown });
    expect(valueAt(value, ["hidden", "key"])).to.equal(valueAt(value, ["hidden"]));
    expect(valueAt(value, ["later", 0])).to.equal(valueAt(value, ["later"]));
  });

  it("orders indices by number and longer paths after their beginnings", () => {
    const paths = [["a", 10], ["a", 2], ["a"], ["Z"]];
    expect(paths.toSorted(comparePaths)).to.deep.equal([["Z"], ["a"], ["a", 2], ["a", 10]]);
  });
});
