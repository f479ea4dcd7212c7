import { coerce, compare, type SemVer } from "semver";
import { knativeReleases } from "./knative";
import type { ReleaseFacts, ReleaseFile, ServingRelease } from "./release";

export { featuresSince, keysSince } from "./knative";
export type { ReleaseFile, ServingFiles, ServingRelease } from "./release";

const newestFirst: readonly ServingRelease[] = knativeReleases
  .map(toRelease)
  .toSorted((a, b) => compare(b.version, a.version));

/** Why a release can't be put over the installed one, and by which releases or minors it can be reached. */
export interface UpgradeProblem {
  readonly kind: "skips-minor" | "downgrade";
  /** What has to be installed on the way, in order: versions the catalogue holds, minors where it holds none. */
  readonly via: readonly string[];
}

/** All releases, newest first. */
export function releases(): readonly ServingRelease[] {
  return newestFirst;
}

/**
 * The release of a minor or a version: "1.22", "1.22.1", "v1.22.1" and "knative-v1.22.1" name the same one. Undefined asks
 * for the newest. Undefined where the catalogue holds no such release.
 */
export function findRelease(text: string | undefined): ServingRelease | undefined {
  const wanted = text?.trim().replace(/^(knative-)?v/, "");
  return newestFirst.find(
    ({ minor, version }) => wanted === undefined || wanted === minor || wanted === version,
  );
}

/** Path of a file below the address of the release pages or of a mirror. */
export function releasePath({ repository, version, name }: ReleaseFile): string {
  return `${repository}/releases/download/knative-v${version}/${name}`;
}

/** The lowest Kubernetes minor that any release of the catalogue starts on. */
export function oldestMinimumKubernetes(): string {
  const [oldest = "0.0"] = newestFirst.map(({ minimumKubernetes }) => minimumKubernetes).toSorted(byVersion);
  return oldest;
}

/** Namespaces that upstream's files create. */
export function systemNamespaces(): readonly string[] {
  return ["knative-serving", "kourier-system"];
}

/**
 * Why `to` can't be installed over `fromVersion`; undefined if it can. Within a minor every step is allowed, up goes one
 * minor at a time, down at most one. A `fromVersion` that is no version is no reason: nothing is known of it.
 */
export function upgradeProblem(fromVersion: string, to: ServingRelease): UpgradeProblem | undefined {
  const from = coerce(fromVersion);
  const target = coerce(to.version);
  if (from === null || target === null || to.upgradesFrom.includes(minorOf(from))) {
    return undefined;
  }
  if (from.major === target.major && from.minor === target.minor + 1) {
    return undefined;
  }
  const up = compare(from, target) < 0;
  return { kind: up ? "skips-minor" : "downgrade", via: between(from, target) };
}

function between(from: SemVer, to: SemVer): readonly string[] {
  if (from.major !== to.major) {
    return [];
  }
  const step = from.minor < to.minor ? 1 : -1;
  const count = Math.max(0, Math.abs(to.minor - from.minor) - 1);
  return Array.from({ length: count }, (_, index) => {
    const minor = `${from.major}.${from.minor + step * (index + 1)}`;
    return findRelease(minor)?.version ?? minor;
  });
}

function minorOf({ major, minor }: SemVer): string {
  return `${major}.${minor}`;
}

function byVersion(a: string, b: string): number {
  return compare(coerce(a) ?? "0.0.0", coerce(b) ?? "0.0.0");
}

function toRelease({ serving, kourier, istio, ...facts }: ReleaseFacts): ServingRelease {
  const ofServing = (name: keyof typeof serving.sha256): ReleaseFile => ({
    repository: "knative/serving",
    version: serving.version,
    name,
    sha256: serving.sha256[name],
  });
  return {
    ...facts,
    version: serving.version,
    kourierVersion: kourier.version,
    istioVersion: istio.version,
    envoyImage: kourier.envoyImage,
    files: {
      crds: ofServing("serving-crds.yaml"),
      core: ofServing("serving-core.yaml"),
      hpa: ofServing("serving-hpa.yaml"),
      postInstallJobs: ofServing("serving-post-install-jobs.yaml"),
      kourier: {
        repository: "knative-extensions/net-kourier",
        version: kourier.version,
        name: "kourier.yaml",
        sha256: kourier.sha256["kourier.yaml"],
      },
      istio: {
        repository: "knative-extensions/net-istio",
        version: istio.version,
        name: "net-istio.yaml",
        sha256: istio.sha256["net-istio.yaml"],
      },
    },
  };
}
