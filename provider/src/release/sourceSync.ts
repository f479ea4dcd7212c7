import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ReleaseFile } from "./catalog";
import { localChecksums } from "./sourceChecksums";
import { redact, SourceError, type SourceFailure } from "./sourceError";
import { nothingLoaded, findFile, loadedFrom, type LoadedRelease } from "./sourceLocal";
import type { ReleaseSource } from "./sourceLocation";

/** What the process that downloads is asked, as JSON on its standard input. */
export interface FetchRequest {
  readonly files: readonly ReleaseFile[];
  readonly source: ReleaseSource;
}

/** What it answers, as JSON on its standard output. */
export interface FetchAnswer {
  readonly texts: LoadedRelease["texts"];
  readonly errors: readonly SourceFailure[];
  readonly notes: readonly string[];
}

/** Bound of a whole download, in milliseconds. */
const limitMilliseconds = 300_000;

/**
 * `loadRelease` for constructors, which can't wait for a promise. Directories and the cache are read at once; only where
 * something has to be fetched another process does so.
 */
export function loadReleaseSync(files: readonly ReleaseFile[], source: ReleaseSource = {}): LoadedRelease {
  try {
    const checksums = localChecksums(source);
    if (checksums === "remote") {
      return fetchInProcess({ files, source });
    }
    const found = files.map((file) => findFile(file, source, checksums));
    return found.some((one) => "missing" in one)
      ? fetchInProcess({ files, source })
      : { ...loadedFrom(files, found), notes: [] };
  } catch (error) {
    return nothingLoaded(error);
  }
}

/** Credentials may stand in the mirror's URL, so the request goes by standard input: arguments can be seen by everyone. */
function fetchInProcess(request: FetchRequest): LoadedRelease {
  const extension = extname(__filename);
  const entry = join(__dirname, `fetchProcess${extension}`);
  const { status, signal, stdout, stderr, error } = spawnSync(
    process.execPath,
    [...loader(extension), entry],
    {
      input: JSON.stringify(request),
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      timeout: limitMilliseconds,
      windowsHide: true,
    },
  );
  if (error !== undefined || status !== 0) {
    const cause = error?.message ?? (signal === null ? lastLine(stderr) : `it was ended by ${signal}`);
    return nothingLoaded(
      new SourceError({
        kind: "unreachable",
        file: "",
        url: "",
        reason: `the download failed: ${redact(cause)}`,
      }),
    );
  }
  const { texts, errors, notes } = JSON.parse(stdout) as FetchAnswer;
  return { texts, errors: errors.map((failure) => new SourceError(failure)), notes };
}

/** Node needs help to run TypeScript, and looks for helpers in the working directory unless told where they are. */
function loader(extension: string): readonly string[] {
  return extension === ".ts"
    ? ["--import", pathToFileURL(createRequire(__filename).resolve("tsx")).href]
    : [];
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")
      .findLast((line) => /\berror\b/i.test(line)) ??
    text.trim().split("\n").at(-1) ??
    ""
  );
}
