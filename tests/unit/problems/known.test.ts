import { all, output, type Output, unknown } from "@pulumi/pulumi";
import { expect } from "chai";
import { isKnown, knownProblems, type Problem } from "../../../provider/src/problems";

const problem = (path: string): Problem => ({ path, code: "KN7015", reason: "is wrong" });
const pending = output(unknown as Promise<readonly Problem[]>);

async function pathsOf(sources: readonly Output<readonly Problem[]>[]): Promise<string[]> {
  const problems = await new Promise<readonly Problem[]>(
    (resolve) => void knownProblems(sources).apply(resolve),
  );
  return problems.map(({ path }) => path);
}

describe("problems of several sources", () => {
  it("are told together, in their order", async () => {
    const sources = [output([problem("a")]), output([]), output([problem("b"), problem("c")])];
    expect(await pathsOf(sources)).to.deep.equal(["a", "b", "c"]);
  });

  it("are told of those that are known, where others aren't", async () => {
    expect(await isKnown(pending)).to.equal(false);
    expect(await isKnown(all([pending, output([])]))).to.equal(false);
    expect(await pathsOf([pending, output([problem("a")]), pending])).to.deep.equal(["a"]);
    expect(await pathsOf([pending])).to.deep.equal([]);
  });
});
