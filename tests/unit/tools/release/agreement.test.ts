import { expect } from "chai";
import { disagreements, releaseNotes, type Claims } from "../../../../tools/release/agreement";

const fine: Claims = {
  version: "0.2.0",
  versions: { "package.json": "0.2.0", "provider/schema.json": "0.2.0" },
  changelog: "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2027-01-02)\n\n- Faster.\n\n## 0.1.0\n\n- First.\n",
  drift: [],
};

describe("unit: what a release is refused for", () => {
  it("is nothing where everything says the same", () => {
    expect(disagreements(fine)).to.deep.equal([]);
  });

  it("is told all at once", () => {
    const wrong = {
      ...fine,
      version: "0.3.0",
      versions: { ...fine.versions, "provider/schema.json": undefined },
      changelog: fine.changelog.replace("## Unreleased\n", "## Unreleased\n\n- Slower.\n"),
      drift: ["provider/schema.json is not what the sources say"],
    };
    expect(disagreements(wrong)).to.deep.equal([
      "package.json says 0.2.0, not 0.3.0",
      "provider/schema.json says nothing, not 0.3.0",
      'CHANGELOG.md says nothing under "## 0.3.0"',
      "CHANGELOG.md begins with 0.2.0, not with 0.3.0",
      'CHANGELOG.md has changes under "## Unreleased" that belong to a version',
      "provider/schema.json is not what the sources say",
    ]);
  });

  it("is a version that is none, with the one that was meant", () => {
    const first = (version: string) => disagreements({ ...fine, version, versions: {} })[0];
    expect(first("v0.2.0")).to.match(/is not a version such as 1\.2\.3.*did you mean 0\.2\.0\?/);
    expect(first("next")).to.match(/is not a version such as 1\.2\.3 or 1\.2\.3-rc\.1$/);
    expect(first("2.0.0")).to.match(/takes a Go module path that ends with \/v2/);
  });

  it("is a section of the changelog without a word", () => {
    const changelog = fine.changelog.replace("- Faster.\n", "");
    expect(disagreements({ ...fine, changelog })).to.deep.equal([
      'CHANGELOG.md says nothing under "## 0.2.0"',
    ]);
    expect(releaseNotes(fine.changelog, "0.2.0")).to.equal("- Faster.");
    expect(releaseNotes(fine.changelog, "0.2")).to.equal("");
  });
});
