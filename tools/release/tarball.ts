import { Header, Pack, ReadEntry } from "tar";
import { inOrder, mode, releaseTime, type Entry } from "./entry";

/** A gzipped tar archive: the same bytes for the same entries. */
export function tarball(entries: readonly Entry[]): Promise<Buffer> {
  const pack = new Pack({ gzip: { level: 9 }, portable: true });
  for (const entry of inOrder(entries)) {
    pack.add(readable(entry));
  }
  pack.end();
  return pack.concat();
}

function readable(entry: Entry): ReadEntry {
  const { path, content } = entry;
  const header = new Header({
    path,
    mode: mode(entry),
    size: content.length,
    type: "File",
    mtime: releaseTime,
  });
  const made = new ReadEntry(header);
  made.end(content);
  return made;
}
