import type { Manifest } from "../manifests/manifest";
import { ManifestsError } from "../manifests/parse";
import type { Problem, ProblemCode } from "../problems";
import type { ReleaseFile } from "./catalog";
import { loadManifestsSync, type LoadedManifests } from "./load";
import type { ReleaseSource, SourceError, SourceErrorKind } from "./source";

/** Upstream's objects, or what is wrong with their files. */
export interface LoadedProduct {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
  /** What the user should know although it is no problem. */
  readonly notes: readonly string[];
}

/** Fetches and reads release files, as loadManifestsSync does; what is wrong is told by the properties of `source`. */
export function loadProduct(files: readonly ReleaseFile[], source?: ReleaseSource): LoadedProduct {
  const { manifests, errors, notes } = loadManifestsSync(files, source);
  return { manifests, problems: errors.flatMap(problemsOf), notes };
}

const codes: Readonly<Record<SourceErrorKind, ProblemCode>> = {
  unreachable: "KN3101",
  "not-found": "KN3102",
  checksum: "KN3103",
  "checksums-file": "KN3104",
};

function problemsOf(error: LoadedManifests["errors"][number]): Problem[] {
  if (error instanceof ManifestsError) {
    return [{ path: "source", code: "KN3105", reason: error.message }];
  }
  const path = error.kind === "checksums-file" ? "source.checksumsFile" : "source.mirror";
  return [{ ...sourceProblem(error), path }];
}

/** What is wrong with a release file, without a property to blame. */
export function sourceProblem(error: SourceError): Problem {
  return { path: "", code: codes[error.kind], reason: error.message };
}
