import { loadManifestsSync, type LoadedManifests } from "../release/load";
import type { Manifest } from "../manifests/manifest";
import { ManifestsError } from "../manifests/parse";
import type { SourceError, SourceErrorKind } from "../release/source";
import type { Problem, ProblemCode } from "../problems";
import type { ServingPlan } from "./serving.plan";

/** Upstream's objects for a plan, or what is wrong with their files. */
export interface LoadedServing {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
  /** What the user should know although it is no problem. */
  readonly notes: readonly string[];
}

/** Fetches and reads the release files of a plan; what was fetched once comes from the cache. */
export function loadServing({
  release: { files },
  args,
  ingress,
  migrationJobs,
}: ServingPlan): LoadedServing {
  // core repeats every definition of crds.
  const wanted = [
    files.core,
    files[ingress],
    ...(args.hpaAutoscaler === true ? [files.hpa] : []),
    ...(migrationJobs ? [files.postInstallJobs] : []),
  ];
  const { manifests, errors, notes } = loadManifestsSync(wanted, args.source);
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
