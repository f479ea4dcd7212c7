import { isOlderKubernetes, looseVersion } from "../cluster/version";
import { didYouMean, type Problem } from "../problems";
import { findAmong, upgradeAmong, type VersionedRelease } from "./catalog/upgrades";

/** A release that is to be installed, and what it is checked against. */
export interface Candidate {
  /** As messages call the product. */
  readonly name: string;
  readonly release: VersionedRelease & { readonly minimumKubernetes: string };
  /** Whether the user has chosen it; else it is the newest of the package. */
  readonly isPinned: boolean;
  /** What the user says the minimum is. */
  readonly minimumOverride: string | undefined;
  /** All releases of the product, newest first. */
  readonly among: readonly VersionedRelease[];
}

/** Whether releases hold the one that is asked for. */
export function checkRelease(release: string | undefined, among: readonly VersionedRelease[]): Problem[] {
  if (findAmong(among, release) !== undefined) {
    return [];
  }
  const known = among.flatMap(({ minor, version }) => [minor, version]);
  const reason = `there is no release "${release}" in the catalogue${didYouMean(release ?? "", known)}; it has ${known.join(", ")}`;
  return [{ path: "release", code: "KN3001", reason }];
}

/** What only the cluster can tell: whether it is new enough, and whether the release may follow the installed one. */
export function checkReleaseVersions(
  candidate: Candidate,
  serverVersion: string | undefined,
  installed: string | undefined,
): Problem[] {
  return [
    ...checkServerVersion(candidate, serverVersion),
    ...(installed === undefined ? [] : checkUpgrade(candidate, installed)),
  ];
}

function checkServerVersion(
  { name, release, minimumOverride }: Candidate,
  serverVersion: string | undefined,
): Problem[] {
  const minimum = minimumOverride ?? release.minimumKubernetes;
  if (serverVersion === undefined || !isOlderKubernetes(serverVersion, minimum)) {
    return [];
  }
  const reason = `${name} ${release.version} needs Kubernetes ${minimum} or newer, and the cluster runs ${serverVersion}; upgrade the cluster or choose an older release`;
  return [{ path: "release", code: "KN2004", reason }];
}

function wayBy(via: readonly string[]): string {
  return via.length === 0
    ? "no release on the way is in the catalogue, so remove what is installed first"
    : `go by way of ${via.join(", then ")}`;
}

/** What the user should know of a release although it is no problem. `today` as YYYY-MM-DD. */
export function supportNotes(
  {
    name,
    release,
    among,
  }: Pick<Candidate, "name" | "among"> & {
    readonly release: { readonly version: string; readonly endOfLife: string };
  },
  today: string,
): string[] {
  const reason = `${name} ${release.version} gets no more fixes, for upstream's support ended on ${release.endOfLife}; the newest release here is ${among[0]?.version ?? release.version}`;
  return today <= release.endOfLife ? [] : [reason];
}

function checkUpgrade({ name, release, among, isPinned }: Candidate, installed: string): Problem[] {
  if (looseVersion(installed) === undefined) {
    const reason = `must be the version that is installed, such as ${release.version}, got "${installed}", as builds that are no release have it; set it to the release that it was built from`;
    return [{ path: "installedVersion", code: "KN3004", reason }];
  }
  const problem = upgradeAmong(among, installed, release);
  const followed = isPinned
    ? ""
    : "; release isn't set and so follows this package: set it to the one that is installed, then to the next";
  switch (problem?.kind) {
    case undefined:
      return [];
    case "skips-minor":
      return [
        {
          path: "release",
          code: "KN3002",
          reason: `${name} is upgraded one minor version at a time, and ${installed} is installed; ${wayBy(problem.via)}${followed}`,
        },
      ];
    case "downgrade":
      return [
        {
          path: "release",
          code: "KN3003",
          reason: `${installed} is installed, and ${name} goes back by one minor version at most; ${wayBy(problem.via)}${followed}`,
        },
      ];
  }
}
