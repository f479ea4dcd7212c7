import { readFileSync } from "node:fs";
import { releasePath, type ReleaseFile } from "./catalog";
import { cacheValue, readCachedValue, sha256 } from "./sourceCache";
import { redact, SourceError } from "./sourceError";
import { cacheDirectory, locate, type Location, type ReleaseSource } from "./sourceLocation";

/** Checksums by path below the mirror's address; undefined stands for the catalogue's own. */
export type Checksums = ReadonlyMap<string, string> | undefined;

/** A checksums file that was fetched, as the cache keeps it. */
export interface StoredChecksums {
  readonly text: string;
  readonly etag?: string;
  /** Until when its server said that it need not be asked again, in milliseconds since 1970. */
  readonly freshUntil: number;
}

/** The checksum that a file must have. Throws SourceError where the checksums file doesn't list it. */
export function expectedChecksum(file: ReleaseFile, checksums: Checksums, source: ReleaseSource): string {
  if (checksums === undefined) {
    return file.sha256;
  }
  const listed = checksums.get(releasePath(file));
  if (listed === undefined) {
    throw checksumsFault(
      source,
      `does not list ${releasePath(file)}; add the line that sha256sum prints for it in the mirror`,
    );
  }
  return listed;
}

/** Reads sha256sum's format: a checksum, a space, a space or star, a path. Empty lines and comments are passed over. */
export function parseChecksums(text: string, source: ReleaseSource): Checksums {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const entries = lines
    .filter(({ line }) => line.trim() !== "" && !line.startsWith("#"))
    .map(({ line, number }): [string, string] => {
      const [, checksum, path] = /^([0-9a-fA-F]{64}) [ *](?:\.\/)?(.+)$/.exec(line) ?? [];
      if (checksum === undefined || path === undefined) {
        throw checksumsFault(
          source,
          `is not in sha256sum's format in line ${number}: expected 64 hex digits, two spaces and a path`,
        );
      }
      return [path, checksum.toLowerCase()];
    });
  return new Map(entries);
}

/**
 * The checksums as far as they can be had without the network: undefined where the catalogue's hold, "remote" where their file
 * must be asked for. Throws SourceError.
 */
export function localChecksums(source: ReleaseSource): Checksums | "remote" {
  if (source.checksumsFile === undefined) {
    return undefined;
  }
  const location = locateChecksums(source, source.checksumsFile);
  if (location.kind === "url") {
    const stored = storedChecksums(source, location.url);
    return stored !== undefined && stored.freshUntil > Date.now()
      ? parseChecksums(stored.text, source)
      : "remote";
  }
  try {
    return parseChecksums(readFileSync(location.path, "utf8"), source);
  } catch (error) {
    throw error instanceof SourceError
      ? error
      : checksumsFault(source, `can't be read: ${(error as Error).message}`);
  }
}

/** Where the checksums file is. Throws SourceError. */
export function locateChecksums(source: ReleaseSource, text: string): Location {
  try {
    return locate(text);
  } catch (error) {
    throw checksumsFault(source, `can't be found: ${(error as Error).message}`);
  }
}

/** The checksums file that was last fetched from a URL. */
export function storedChecksums(source: ReleaseSource, url: URL): StoredChecksums | undefined {
  return readCachedValue(cacheDirectory(source), storedName(url)) as StoredChecksums | undefined;
}

/** Keeps a checksums file that was fetched. */
export function storeChecksums(source: ReleaseSource, url: URL, stored: StoredChecksums): void {
  cacheValue(cacheDirectory(source), storedName(url), stored);
}

/** The error that a checksums file is of no use. */
export function checksumsFault(source: ReleaseSource, what: string): SourceError {
  const file = redact(source.checksumsFile ?? "");
  return new SourceError({ kind: "checksums-file", file, url: file, reason: `the checksums file ${what}` });
}

function storedName(url: URL): string {
  return `checksums-${sha256(url.href)}.json`;
}
