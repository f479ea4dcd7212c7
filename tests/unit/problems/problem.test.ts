import { expect } from "chai";
import { ProblemsError, makePart, refuse } from "../../../provider/src/problems";

describe("problems: a part within a whole", () => {
  const problem = { path: "source.mirror", code: "KN3101", reason: "can't be reached" } as const;

  it("tells the paths that the whole has", () => {
    expect(() => makePart("Platform", "serving", () => refuse("Serving", [problem])))
      .to.throw(ProblemsError)
      .that.has.deep.property("problems", [{ ...problem, path: "serving.source.mirror" }]);
  });

  it("lets everything else through", () => {
    const other = new Error("other");
    expect(() =>
      makePart("Platform", "serving", () => {
        throw other;
      }),
    ).to.throw(other);
    expect(makePart("Platform", "serving", () => 1)).to.equal(1);
  });
});
