import { releasePath, type ReleaseFile } from "./catalog";
import { localChecksums } from "./sourceChecksums";
import { nothingLoaded, findFile, loadedFrom, type LoadedRelease } from "./sourceLocal";
import type { ReleaseSource } from "./sourceLocation";
import { fetchChecksums, fetchFile } from "./sourceNetwork";

export { SourceError, type SourceErrorKind, type SourceFailure } from "./sourceError";
export type { LoadedRelease } from "./sourceLocal";
export type { ReleaseSource } from "./sourceLocation";

/** The text of one release file: from a directory, the cache or the release pages. Throws SourceError. */
export async function fetchRelease(file: ReleaseFile, source: ReleaseSource = {}): Promise<string> {
  const { texts, errors } = await loadRelease([file], source);
  const text = texts[releasePath(file)];
  if (text === undefined) {
    throw errors[0] ?? new Error(`${releasePath(file)}: neither text nor error`);
  }
  return text;
}

/** The texts of release files, fetched all at once. Never throws for a file: its error stands beside the others' texts. */
export async function loadRelease(
  files: readonly ReleaseFile[],
  source: ReleaseSource = {},
): Promise<LoadedRelease> {
  try {
    const local = localChecksums(source);
    const { checksums, notes } =
      local === "remote" ? await fetchChecksums(source) : { checksums: local, notes: [] };
    const found = await Promise.all(
      files.map(async (file) => {
        const nearby = findFile(file, source, checksums);
        return "missing" in nearby ? fetchFile(file, source, nearby) : nearby;
      }),
    );
    return { ...loadedFrom(files, found), notes };
  } catch (error) {
    return nothingLoaded(error);
  }
}
