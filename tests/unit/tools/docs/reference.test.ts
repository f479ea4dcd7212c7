import { readFileSync } from "node:fs";
import { expect } from "chai";
import { pageFile, pages, readSchema, withReference } from "../../../../tools/docs/reference";

describe("docs: reference", () => {
  const schema = readSchema();

  for (const [component, stem] of pages) {
    it(`docs/${stem}.md has the tables of the schema (npm run docs writes them)`, () => {
      const page = readFileSync(pageFile(stem), "utf8");
      expect(page).to.contain(`<!-- reference of ${component}: npm run docs -->`);
      expect(withReference(page, schema)).to.equal(page);
      expect(page).to.contain("### Inputs").and.to.contain("### Outputs");
    });
  }
});
