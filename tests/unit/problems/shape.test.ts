import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { z } from "zod";
import { checkShape, leaf, whole } from "../../../provider/src/problems";

const shape = z.strictObject({
  name: z.string(),
  size: whole(1, 5).optional(),
  colour: z.enum({ Red: "red", Green: "green" }).optional(),
  inner: z
    .strictObject({ leaf: leaf(whole(0, 9)).optional(), list: z.array(leaf(z.string())).optional() })
    .optional(),
});

const codes = (value: unknown) => checkShape(shape, value).map(({ path, code }) => `${path} ${code}`);

describe("problems: shape", () => {
  it("says how a number becomes the text that is wanted", () => {
    expect(checkShape(shape, { name: 1.1 })[0]?.reason).to.equal(
      "must be a string, got 1.1; put it in quotes",
    );
  });

  it("accepts what fits, with Outputs at leaves", () => {
    expect(
      codes({ name: "a", size: 5, inner: { leaf: output(12), list: ["a", output("b")] } }),
    ).to.deep.equal([]);
  });

  it("reports every problem of a value at once, by its path", () => {
    expect(codes({ size: 6, colour: "gren", inner: { leaf: "x", list: "y", more: 1 } })).to.have.members([
      "name KN1005",
      "size KN1004",
      "colour KN1003",
      "inner.leaf KN1002",
      "inner.list KN1002",
      "inner.more KN1001",
    ]);
  });

  it("says what was meant where a name is nearly right", () => {
    const [unknown] = checkShape(shape, { name: "a", inner: { laef: 1 } });
    expect(unknown?.reason).to.equal('is not a known property (did you mean "leaf"?)');
    const [value] = checkShape(shape, { name: "a", colour: "Gren" });
    expect(value?.reason).to.equal('must be one of "red", "green", got "Gren" (did you mean "green"?)');
  });

  it("lists what is known where nothing is near", () => {
    const [unknown] = checkShape(shape, { name: "a", inner: { zzzzzzzz: 1 } });
    expect(unknown?.reason).to.equal("is not a known property; known are leaf, list");
  });

  it("gives the bound and the value got", () => {
    expect(checkShape(shape, { name: "a", size: 0 })[0]?.reason).to.equal("must be at least 1, got 0");
    expect(checkShape(shape, { name: "a", inner: { leaf: 10 } })[0]?.reason).to.equal(
      "must be at most 9, got 10",
    );
    expect(checkShape(shape, { name: "a", size: 1.5 })[0]?.reason).to.contain("whole number");
  });

  it("reports a value that is no map at all", () => {
    expect(codes("text")).to.deep.equal([" KN1002"]);
  });
});
