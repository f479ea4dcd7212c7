import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { loadManifestsSync } from "../../../provider/src/release/load";
import { ManifestsError } from "../../../provider/src/manifests/parse";
import { SourceError } from "../../../provider/src/release/source";
import { fileOf, put, temporaryDirectories } from "./support/files";

const directory = temporaryDirectories();
const object = (name: string, value = "1"): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {x: "${value}"}\n`;

function mirrorOf(texts: Readonly<Record<string, string>>) {
  const mirror = directory();
  const files = Object.entries(texts).map(([name, text]) => {
    const file = fileOf(text, name);
    put(mirror, file, text);
    return file;
  });
  return { files, source: { mirror, cacheDir: directory() } };
}

describe("loading manifests", () => {
  it("gives those of all files in their order, each once", () => {
    const { files, source } = mirrorOf({ crds: object("a"), core: `${object("a")}---\n${object("b")}` });
    const { manifests, errors, notes } = loadManifestsSync(files, source);
    expect([errors, notes]).to.deep.equal([[], []]);
    expect(manifests.map(({ metadata }) => metadata.name)).to.deep.equal(["a", "b"]);
  });

  it("gives the same from the cache, and reads it anew where it was damaged", () => {
    const { files, source } = mirrorOf({ core: `${object("a")}---\n${object("b")}` });
    const first = loadManifestsSync(files, source);
    const entries = readdirSync(source.cacheDir);
    expect(entries).to.have.lengthOf(1);
    expect(loadManifestsSync(files, source)).to.deep.equal(first);
    for (const damage of ["", "no newline", `${"0".repeat(64)}\n[]`, "\n{"]) {
      writeFileSync(join(source.cacheDir, entries[0] ?? ""), damage);
      expect(loadManifestsSync(files, source)).to.deep.equal(first);
    }
  });

  it("tells of every file that is missing", () => {
    const { files, source } = mirrorOf({ core: object("a") });
    const { manifests, errors } = loadManifestsSync(
      [fileOf("x", "one"), ...files, fileOf("y", "two")],
      source,
    );
    expect(manifests).to.deep.equal([]);
    expect(errors.map((error) => error instanceof SourceError && error.kind)).to.deep.equal([
      "not-found",
      "not-found",
    ]);
  });

  it("tells of every file that can't be read, by its path in the mirror", () => {
    const { files, source } = mirrorOf({ core: "- 1\n", kourier: "a: b\n", fine: object("a") });
    const { manifests, errors } = loadManifestsSync(files, source);
    expect(manifests).to.deep.equal([]);
    expect(errors.map((error) => error instanceof ManifestsError)).to.deep.equal([true, true]);
    expect(errors[0]?.message).to.match(
      /^knative\/serving\/releases\/download\/knative-v9\.9\.9\/core:1:1: /,
    );
  });

  it("refuses files that hold different objects of one name", () => {
    const { files, source } = mirrorOf({ crds: object("a"), core: object("a", "2") });
    const { errors } = loadManifestsSync(files, source);
    expect(errors.map(({ message }) => message).join()).to.include(
      "ConfigMap/a differs from the one in crds",
    );
  });
});
