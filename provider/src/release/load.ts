import { releasePath, type ReleaseFile } from "./catalog";
import type { Manifest } from "../manifests/manifest";
import { joinManifests, ManifestsError, parseManifests } from "../manifests/parse";
import { cacheValue, readCachedValue, sha256 } from "./sourceCache";
import type { SourceError } from "./sourceError";
import { cacheDirectory, type ReleaseSource } from "./sourceLocation";
import { loadReleaseSync } from "./sourceSync";

/** The objects of release files, or why there are none. */
export interface LoadedManifests {
  /** Objects of all files in their order, without repetitions. Empty where there are errors. */
  readonly manifests: readonly Manifest[];
  readonly errors: readonly (SourceError | ManifestsError)[];
  /** What the user should know although it is no error. */
  readonly notes: readonly string[];
}

/** Goes up whenever parseManifests gives other objects for the same text. */
const parserVersion = 1;

/** Fetches and reads release files. Blocks while it downloads; what it had once it takes from the cache in milliseconds. */
export function loadManifestsSync(
  files: readonly ReleaseFile[],
  source: ReleaseSource = {},
): LoadedManifests {
  const { texts, errors, notes } = loadReleaseSync(files, source);
  if (errors.length > 0) {
    return { manifests: [], errors, notes };
  }
  const parsed = files.map((file) => readFile(file, texts[releasePath(file)] ?? "", source));
  const faults = parsed.flatMap((one) => (one instanceof ManifestsError ? [one] : []));
  if (faults.length > 0) {
    return { manifests: [], errors: faults, notes };
  }
  try {
    const read = parsed.flatMap((one) => (one instanceof ManifestsError ? [] : [one]));
    return { manifests: joinManifests(read), errors: [], notes };
  } catch (error) {
    return { manifests: [], errors: [asManifestsError(error)], notes };
  }
}

/** A file with the objects that stand in it. */
interface ReadFile {
  readonly name: string;
  readonly manifests: readonly Manifest[];
}

/** Reading YAML takes a hundred times as long as reading the same as JSON, so the outcome is kept. */
function readFile(file: ReleaseFile, text: string, source: ReleaseSource): ReadFile | ManifestsError {
  const directory = cacheDirectory(source);
  const entry = `${sha256(text)}.v${parserVersion}.json`;
  const cached = readCachedValue(directory, entry) as Manifest[] | undefined;
  if (cached !== undefined) {
    return { name: file.name, manifests: cached };
  }
  try {
    const manifests = parseManifests(text, releasePath(file));
    cacheValue(directory, entry, manifests);
    return { name: file.name, manifests };
  } catch (error) {
    return asManifestsError(error);
  }
}

function asManifestsError(error: unknown): ManifestsError {
  if (error instanceof ManifestsError) {
    return error;
  }
  throw error;
}
