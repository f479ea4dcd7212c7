import { expect } from "chai";
import { makeReport } from "../../../../tools/diff/model";
import { foldCreates, foldWords, isFold } from "../../../../tools/diff/render/fold";
import { preview, stepEvent } from "./support";

describe("diff: new resources of the same kind", () => {
  const events = (verbose: boolean) => {
    const create = (name: string, type = "kubernetes:core/v1:ConfigMap") =>
      stepEvent({ op: "create", name: `lab:ConfigMap/${name}`, type, new: { inputs: { a: 1 } } });
    const { groups } = makeReport(
      preview(
        ...["a", "b", "c", "d"].map((name) => create(name)),
        create("x", "example:index:Other"),
        stepEvent({ op: "delete", name: "gone", old: { inputs: {} } }),
      ),
      { verbose },
    );
    return foldCreates(groups.flatMap(({ changes }) => changes));
  };

  it("are told in one row, other changes one by one", () => {
    expect(events(false).map((row) => (isFold(row) ? row.names : row.title))).to.deep.equal([
      "ConfigMap gone",
      ["a", "b", "c", "d"],
      "Other lab:ConfigMap/x",
    ]);
  });

  it("are told one by one where their properties are wanted", () => {
    expect(events(true).filter(isFold)).to.deep.equal([]);
  });

  it("are named as far as there is room", () => {
    const fold = { kind: "Role", names: ["aaaa", "bbbb", "cccc"] };
    expect(foldWords(fold, 100)).to.equal("3 Role: aaaa, bbbb, cccc");
    expect(foldWords(fold, 23)).to.equal("3 Role: aaaa and 2 more");
    expect(foldWords(fold, 1)).to.equal("3 Role: aaaa and 2 more");
  });
});
