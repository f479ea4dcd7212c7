import semver from "semver";

/** What the repository says of itself, as a release is to have it. */
export interface Claims {
  /** The version that is asked for. */
  readonly version: string;
  /** Versions by the file that says them, and where in it. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly changelog: string;
  /** How the committed schema and SDKs differ from what is generated now. */
  readonly drift: readonly string[];
}

/** Everything in which the repository does not agree with itself or with the version; empty when it may be released. */
export function disagreements({ version, versions, changelog, drift }: Claims): readonly string[] {
  return [
    ...versionProblems(version),
    ...Object.entries(versions).flatMap(([place, said]) =>
      said === version ? [] : [`${place} says ${said ?? "nothing"}, not ${version}`],
    ),
    ...changelogProblems(changelog, version),
    ...drift,
  ];
}

function versionProblems(version: string): readonly string[] {
  const parsed = semver.parse(version);
  if (parsed?.version !== version) {
    const meant = parsed === null ? "" : `; did you mean ${parsed.version}?`;
    return [`--version ${version} is not a version such as 1.2.3 or 1.2.3-rc.1${meant}`];
  }
  return parsed.major < 2
    ? []
    : [
        `version ${version} takes a Go module path that ends with /v${parsed.major}: see tools/schema/metadata.ts`,
      ];
}

/** The sections of a changelog by their headings of second order, in their order. */
function sections(changelog: string): readonly (readonly [heading: string, text: string])[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      return [heading.trim(), lines.join("\n").trim()] as const;
    });
}

/** What a changelog says of a version. */
export function releaseNotes(changelog: string, version: string): string {
  return sections(changelog).find(([heading]) => heading.split(" ")[0] === version)?.[1] ?? "";
}

function changelogProblems(changelog: string, version: string): readonly string[] {
  const all = sections(changelog);
  const unreleased = all.find(([heading]) => /^unreleased$/i.test(heading));
  const newest = all.find((section) => section !== unreleased)?.[0].split(" ")[0];
  return [
    ...(releaseNotes(changelog, version) === "" ? [`CHANGELOG.md says nothing under "## ${version}"`] : []),
    ...(newest === version ? [] : [`CHANGELOG.md begins with ${newest ?? "nothing"}, not with ${version}`]),
    ...(unreleased === undefined || unreleased[1] === ""
      ? []
      : [`CHANGELOG.md has changes under "## ${unreleased[0]}" that belong to a version`]),
  ];
}
