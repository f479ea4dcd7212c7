import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { releasePath } from "../../../provider/src/release/catalog";
import { fetchRelease, loadRelease } from "../../../provider/src/release/source";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { fileOf, put, temporaryDirectories } from "./support/files";
import { sourceErrorOf as errorOf } from "./support/errors";

const text = "kind: A\n";
const file = fileOf(text);
const directory = temporaryDirectories();

describe("release files from a directory", () => {
  it("are read by path and by file URL", async () => {
    const mirror = directory();
    put(mirror, file, text);
    for (const address of [mirror, pathToFileURL(mirror).href, `${pathToFileURL(mirror).href}/`]) {
      expect(await fetchRelease(file, { mirror: address, cacheDir: directory() })).to.equal(text);
    }
  });

  it("are read anew each time, whatever the cache holds", async () => {
    const [mirror, cacheDir] = [directory(), directory()];
    put(mirror, file, text);
    await fetchRelease(file, { mirror, cacheDir });
    put(mirror, file, "kind: B\n");
    const { failure } = await errorOf(fetchRelease(file, { mirror, cacheDir }));
    expect(failure).to.include({
      kind: "checksum",
      file: releasePath(file),
      expected: file.sha256,
      got: sha256("kind: B\n"),
    });
    expect(failure.reason)
      .to.include(join(mirror, releasePath(file)))
      .and.include("checksumsFile");
  });

  it("are reported where they are missing, all of them", async () => {
    const other = fileOf("kind: C\n", "kourier.yaml");
    const { errors, texts } = await loadRelease([file, other], {
      mirror: directory(),
      cacheDir: directory(),
    });
    expect(errors.map(({ kind, failure }) => [kind, failure.file])).to.deep.equal([
      ["not-found", releasePath(file)],
      ["not-found", releasePath(other)],
    ]);
    expect(texts).to.deep.equal({});
  });

  it("come beside the errors of the others", async () => {
    const mirror = directory();
    put(mirror, file, text);
    const { errors, texts } = await loadRelease([fileOf("x", "gone.yaml"), file], {
      mirror,
      cacheDir: directory(),
    });
    expect(errors).to.have.lengthOf(1);
    expect(texts).to.deep.equal({ [releasePath(file)]: text });
  });
});
