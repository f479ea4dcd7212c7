import { inflateRawSync } from "node:zlib";
import { expect } from "chai";
import { Parser, type ReadEntry } from "tar";
import { textEntry, type Entry } from "../../../../tools/release/entry";
import { tarball } from "../../../../tools/release/tarball";
import { zip } from "../../../../tools/release/zip";

const long = `${"a-directory/".repeat(12)}file.txt`;
const entries: readonly Entry[] = [
  { ...textEntry("start", "#!/bin/sh\n"), executable: true },
  textEntry("a/text", "text ".repeat(1000)),
  textEntry(long, "of a long name"),
  textEntry("empty", ""),
];
const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));

interface Read {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

const expected: readonly Read[] = sorted.map(({ path, content, executable }) => ({
  path,
  mode: executable === true ? 0o755 : 0o644,
  text: content.toString(),
}));

async function readTar(archive: Buffer): Promise<readonly Read[]> {
  const found: Promise<Read>[] = [];
  const parser = new Parser({
    onReadEntry: (entry: ReadEntry) => {
      const { path, mode = 0 } = entry;
      found.push(entry.concat().then((content) => ({ path, mode, text: content.toString() })));
    },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on("end", resolve);
    parser.on("error", reject);
    parser.end(archive);
  });
  return Promise.all(found);
}

/** Reads by the directory at the archive's end, as readers do. */
function readZip(archive: Buffer): readonly Read[] {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).to.equal(0x06054b50);
  const found: Read[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < archive.readUInt16LE(end + 10); index += 1) {
    const [size, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const start = archive.readUInt32LE(at + 42) + 30 + nameLength;
    found.push({
      path: archive.toString("utf8", at + 46, at + 46 + nameLength),
      mode: (archive.readUInt32LE(at + 38) >>> 16) & 0o777,
      text: inflateRawSync(archive.subarray(start, start + size)).toString(),
    });
    at += 46 + nameLength;
  }
  expect(at).to.equal(end);
  return found;
}

describe("unit: archives of a release", () => {
  it("hold every file with its mode, in the order of their paths", async () => {
    expect(await readTar(await tarball(entries))).to.deep.equal(expected);
    expect(readZip(zip(entries))).to.deep.equal(expected);
  });

  it("are the same bytes whatever order the files came in", async () => {
    const [tar, same] = [await tarball(entries), await tarball(entries.toReversed())];
    expect(tar.equals(same)).to.equal(true);
    expect(zip(entries).equals(zip(entries.toReversed()))).to.equal(true);
    // The header of gzip has no time.
    expect(tar.readUInt32LE(4)).to.equal(0);
  });

  it("hold no path twice", () => {
    expect(() => zip([...entries, textEntry("start", "")])).to.throw("would hold start twice");
  });
});
