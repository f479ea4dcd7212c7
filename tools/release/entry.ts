/** A file of an archive, by its path in there with `/` between its parts. */
export interface Entry {
  readonly path: string;
  readonly content: Buffer;
  readonly executable?: boolean;
}

/** The one time that everything in a release has: archives of the same content are the same, whenever and wherever they are made. */
export const releaseTime = new Date("2000-01-01T00:00:00Z");

/** Entries in the order in which they are written, whatever the file system's was. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const paths = entries.map(({ path }) => path);
  const twice = paths.filter((path, index) => paths.indexOf(path) !== index);
  if (twice.length > 0) {
    throw new Error(`an archive would hold ${twice.join(", ")} twice`);
  }
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Entries below a directory. */
export function below(directory: string, entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) => ({ ...entry, path: `${directory}/${entry.path}` }));
}

export function textEntry(path: string, text: string): Entry {
  return { path, content: Buffer.from(text) };
}

export function mode({ executable = false }: Entry): number {
  return executable ? 0o755 : 0o644;
}
