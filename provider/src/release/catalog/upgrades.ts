import { coerce, compare, type SemVer } from "semver";

/** What upgrades go by of any product's release. */
export interface VersionedRelease {
  /** Such as "1.22": what upgrades are counted in. */
  readonly minor: string;
  readonly version: string;
  /** Minors that may be installed when this release is put over them. */
  readonly upgradesFrom: readonly string[];
}

/** Why a release can't be put over the installed one, and by which releases or minors it can be reached. */
export interface UpgradeProblem {
  readonly kind: "skips-minor" | "downgrade";
  /** What has to be installed on the way, in order: versions the catalogue holds, minors where it holds none. */
  readonly via: readonly string[];
}

/**
 * Of releases, newest first, the one of a minor or a version: "1.22", "1.22.1", "v1.22.1" and "knative-v1.22.1" name the same
 * one. Undefined asks for the newest. Undefined where there is no such release.
 */
export function findAmong<T extends VersionedRelease>(
  newestFirst: readonly T[],
  text: string | undefined,
): T | undefined {
  const wanted = text?.trim().replace(/^(knative-)?v/, "");
  return newestFirst.find(
    ({ minor, version }) => wanted === undefined || wanted === minor || wanted === version,
  );
}

/**
 * Why `to` can't be installed over `fromVersion`; undefined if it can. Within a minor every step is allowed, up goes one
 * minor at a time, down at most one. A `fromVersion` that is no version is no reason: nothing is known of it.
 */
export function upgradeAmong(
  newestFirst: readonly VersionedRelease[],
  fromVersion: string,
  to: VersionedRelease,
): UpgradeProblem | undefined {
  const from = coerce(fromVersion);
  const target = coerce(to.version);
  if (from === null || target === null || to.upgradesFrom.includes(minorOf(from))) {
    return undefined;
  }
  if (from.major === target.major && from.minor === target.minor + 1) {
    return undefined;
  }
  const up = compare(from, target) < 0;
  return { kind: up ? "skips-minor" : "downgrade", via: between(newestFirst, from, target) };
}

function between(newestFirst: readonly VersionedRelease[], from: SemVer, to: SemVer): readonly string[] {
  if (from.major !== to.major) {
    return [];
  }
  const step = from.minor < to.minor ? 1 : -1;
  const count = Math.max(0, Math.abs(to.minor - from.minor) - 1);
  return Array.from({ length: count }, (_, index) => {
    const minor = `${from.major}.${from.minor + step * (index + 1)}`;
    return findAmong(newestFirst, minor)?.version ?? minor;
  });
}

function minorOf({ major, minor }: SemVer): string {
  return `${major}.${minor}`;
}
