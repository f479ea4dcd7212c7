import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { releases } from "../../../../provider/src/release/catalog";

const source = "provider/src";

/** A version of Knative's as it would be written in code: a release, its Go modules, or a minor that the catalogue holds. */
function namesVersion(text: string): boolean {
  return (
    /\b1\.2[0-9]\.\d+\b/.test(text) ||
    /\bv0\.4[0-9]\b/.test(text) ||
    releases().some(({ minor }) => text === minor)
  );
}

/** Texts that a program is made of; comments, which may give examples, are none of them. */
function literals(path: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isNumericLiteral(node)
    ) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022));
  return found;
}

describe("version literals", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(source, path));

  it("stand in the catalogue", () => {
    expect(literals(join(source, "release/catalog/knative.ts")).some(namesVersion)).to.equal(true);
  });

  it("stand nowhere else", () => {
    const elsewhere = files
      .filter((path) => !path.startsWith(join(source, "release/catalog/")))
      .flatMap((path) =>
        literals(path)
          .filter(namesVersion)
          .map((text) => `${path}: ${text}`),
      );
    expect(elsewhere).to.deep.equal([]);
    expect(files.length).to.be.greaterThan(10);
  });
});
