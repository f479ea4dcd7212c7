import { readFileSync } from "node:fs";
import { expect } from "chai";
import { releases } from "../../../../provider/src/release/catalog";
import { phases } from "../../../../provider/src/manifests/phases";

/** The page's lines with single spaces, as tables are padded. */
const lines = readFileSync("docs/releases.md", "utf8").replace(/ +/g, " ").split("\n");

describe("docs/releases.md", () => {
  for (const { minor, version, kourierVersion, minimumKubernetes, upgradesFrom, endOfLife } of releases()) {
    it(`has the facts of release ${minor}`, () => {
      const cells = [
        minor,
        version,
        kourierVersion,
        `${minimumKubernetes} or newer`,
        upgradesFrom.join(", "),
        endOfLife,
      ];
      expect(lines).to.include(`| ${cells.join(" | ")} |`);
    });
  }

  it("has the steps in their order, with their reasons", () => {
    const rows = phases.map(({ name, reason }) => `| ${name} | ${reason} |`);
    expect(lines.filter((line) => rows.includes(line))).to.deep.equal(rows);
  });
});
