import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { problemAreas, problemKinds } from "../../../provider/src/problems";
import { committedProblemsPage, problemsPage } from "../../../tools/docs/problems";

const root = join(__dirname, "..", "..", "..");
const textOf = (directory: string) =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("codes.ts"))
    .map((file) => readFileSync(join(root, directory, file), "utf8"))
    .join("\n");

describe("problems: codes", () => {
  const code = textOf("provider/src");
  const tests = textOf("tests");

  for (const kind of Object.keys(problemKinds)) {
    it(`${kind} is reported by the code and asserted by a test`, () => {
      expect(code.includes(kind), "in provider/src").to.equal(true);
      expect(tests.includes(kind), "in tests").to.equal(true);
    });
  }

  it("are each in one area", () => {
    const codes = Object.values(problemAreas).flatMap((kinds) => Object.keys(kinds));
    expect(codes.filter((each, index) => codes.indexOf(each) !== index)).to.deep.equal([]);
    expect(Object.keys(problemKinds)).to.have.length(codes.length);
  });

  it("docs/problems.md says what the list says (npm run docs writes it)", () => {
    expect(committedProblemsPage()).to.equal(problemsPage());
  });
});
