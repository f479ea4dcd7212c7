import { readFileSync } from "node:fs";
import { expect } from "chai";
import { releases } from "../../../../provider/src/release/catalog";
import { findIstio, knownIstio, rangeText } from "../../../../provider/src/release/catalog/istio";

const lines = readFileSync("docs/istio.md", "utf8").replace(/ +/g, " ").split("\n");

describe("docs/istio.md", () => {
  for (const { minor, version, kubernetes } of knownIstio()) {
    it(`has the facts of Istio ${minor}`, () => {
      const name = version === findIstio(undefined) ? `${minor}, the default` : minor;
      const start = `| ${name} | ${version} | ${kubernetes.oldest} to ${kubernetes.newest} | `;
      expect(lines.filter((line) => line.startsWith(start))).to.have.length(1);
    });
  }

  for (const { minor } of releases()) {
    it(`has the range of Knative ${minor}`, () => {
      const [tested = ""] = rangeText(minor).split(" ");
      expect(lines).to.include(`| ${minor} | Istio ${tested} | ${rangeText(minor)} |`);
    });
  }
});
