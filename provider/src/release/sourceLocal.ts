import { readFileSync } from "node:fs";
import { releasePath, type ReleaseFile } from "./catalog";
import { cacheText, readCachedText, sha256 } from "./sourceCache";
import { expectedChecksum, type Checksums } from "./sourceChecksums";
import { SourceError } from "./sourceError";
import { cacheDirectory, locateFile, shown, type Location, type ReleaseSource } from "./sourceLocation";

/** What could be had of a release, and why the rest could not. */
export interface LoadedRelease {
  /** Texts by path below the mirror's address. */
  readonly texts: Readonly<Record<string, string>>;
  readonly errors: readonly SourceError[];
  /** What the user should know although it is no error. */
  readonly notes: readonly string[];
}

/** A file on its way: here, to be fetched, or not to be had. */
export type Found =
  | { readonly text: string }
  | { readonly missing: URL; readonly expected: string }
  | { readonly error: SourceError };

/** A file as far as it can be had without the network. A directory is read anew each time: what it holds may change. */
export function findFile(file: ReleaseFile, source: ReleaseSource, checksums: Checksums): Found {
  try {
    const expected = expectedChecksum(file, checksums, source);
    const location = locate(file, source);
    if (location.kind === "file") {
      return { text: verified(file, location, readFile(file, location.path), expected) };
    }
    const text = readCachedText(cacheDirectory(source), expected);
    return text === undefined ? { missing: location.url, expected } : { text };
  } catch (error) {
    return { error: asSourceError(error) };
  }
}

/** Texts and errors of files, from what was found of each. */
export function loadedFrom(
  files: readonly ReleaseFile[],
  found: readonly Found[],
): Pick<LoadedRelease, "texts" | "errors"> {
  const texts = found.flatMap((one, index) => {
    const file = files[index];
    return "text" in one && file !== undefined ? [[releasePath(file), one.text] as const] : [];
  });
  return {
    texts: Object.fromEntries(texts),
    errors: found.flatMap((one) => ("error" in one ? [one.error] : [])),
  };
}

/** The outcome where nothing could be had. Throws what is no failure of the source. */
export function nothingLoaded(error: unknown): LoadedRelease {
  return { texts: {}, errors: [asSourceError(error)], notes: [] };
}

/** Keeps a fetched file, and gives its text. Throws SourceError where it is another one than expected. */
export function accept(
  file: ReleaseFile,
  source: ReleaseSource,
  url: URL,
  body: Buffer,
  expected: string,
): string {
  const text = verified(file, { kind: "url", url }, body, expected);
  cacheText(cacheDirectory(source), expected, body);
  return text;
}

function verified(file: ReleaseFile, location: Location, data: Buffer, expected: string): string {
  const got = sha256(data);
  if (got !== expected) {
    const reason =
      `${shown(location)} has the checksum ${got}, and ${expected} was expected; put the released file there, or, ` +
      "if the mirror holds rebuilt files on purpose, list their checksums in checksumsFile";
    throw new SourceError({
      kind: "checksum",
      file: releasePath(file),
      url: shown(location),
      expected,
      got,
      reason,
    });
  }
  return data.toString("utf8");
}

function locate(file: ReleaseFile, source: ReleaseSource): Location {
  try {
    return locateFile(file, source);
  } catch (error) {
    const reason = `the mirror's address ${(error as Error).message}`;
    throw new SourceError({ kind: "unreachable", file: releasePath(file), url: "", reason });
  }
}

function readFile(file: ReleaseFile, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new SourceError({
      kind: missing ? "not-found" : "unreachable",
      file: releasePath(file),
      url: path,
      reason: missing
        ? `the mirror has no file ${path}`
        : `${path} can't be read: ${(error as Error).message}`,
    });
  }
}

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) {
    return error;
  }
  throw error;
}
