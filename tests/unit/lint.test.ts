import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { Linter } from "eslint";

interface Config {
  readonly rules?: Readonly<Record<string, Linter.RuleEntry>>;
}

const rule = "no-restricted-syntax";
const linter = new Linter();

describe("the linter", () => {
  let entry: Linter.RuleEntry;

  before(async () => {
    const path = join(__dirname, "..", "..", "eslint.config.mjs");
    const { default: configs } = (await import(pathToFileURL(path).href)) as { default: readonly Config[] };
    const found = configs.find(({ rules }) => rules?.[rule] !== undefined)?.rules?.[rule];
    entry = found ?? "off";
  });

  const refused = (text: string) =>
    linter.verify(text, { languageOptions: { sourceType: "module" }, rules: { [rule]: entry } }).length > 0;

  for (const text of [
    "const module = 1;",
    "let module;",
    "export const module = 1;",
    "const a = 1, require = 2;",
    "const { module } = a;",
    "const { a: { b: exports } } = c;",
    "class module {}",
    "export const __dirname = '';",
  ]) {
    it(`refuses ${text}, for Node would take the file for an ES module`, () => {
      expect(refused(text)).to.equal(true);
    });
  }

  for (const text of [
    "const modules = 1;",
    "const { module: one } = a;",
    "const one = { module };",
    "function f() { const module = 1; return module; }",
    "{ const module = 1; }",
    "module.exports = {};",
  ]) {
    it(`takes ${text}`, () => {
      expect(refused(text)).to.equal(false);
    });
  }
});
