import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { makeReport } from "../../../../tools/diff/model";
import { renderMarkdown } from "../../../../tools/diff/render/markdown";
import { renderText } from "../../../../tools/diff/render/text";
import { fixture } from "./support";

describe("diff: its page", () => {
  const page = readFileSync(join(__dirname, "..", "..", "..", "..", "docs", "diff.md"), "utf8");
  const reports = [makeReport(fixture("kubernetes"))];
  const expectNoChanges = false;

  it("shows what the command prints", () => {
    expect(page).to.contain(renderText(reports, { colour: false, width: 120, expectNoChanges }).trimEnd());
    expect(page).to.contain(renderMarkdown(reports, { expectNoChanges, maxLength: 60_000 }).trimEnd());
  });
});
