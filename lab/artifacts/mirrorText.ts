const KO_REFERENCE = /ko:\/\/([\w./-]+)/g;
const DEVELOPMENT_LABEL = /^(\s*app\.kubernetes\.io\/version:) devel$/gm;

/** A YAML text and where it stands in upstream's tree. */
export interface PlacedText {
  readonly as: string;
  readonly text: string;
}

/**
 * One release file of upstream's development manifests: put together in the order of upstream's tree, labelled with the
 * release's version, with the references to Go programs made references to their images.
 *
 * @param imageOf the image of a program by its import path; undefined where there is none, which is an error.
 */
export function composeRelease(
  texts: readonly PlacedText[],
  version: string,
  imageOf: (importPath: string) => string | undefined,
): string {
  const ordered = [...texts].sort((a, b) => (a.as < b.as ? -1 : 1));
  const joined = ordered.map(({ text }) => `---\n${text.trim()}\n`).join("");
  return resolveImages(labelVersion(joined, version), imageOf);
}

/** Upstream labels its manifests "devel" until it releases them. */
export function labelVersion(text: string, version: string): string {
  return text.replaceAll(DEVELOPMENT_LABEL, `$1 "${version}"`);
}

/** Replaces each `ko://import/path` by the program's image. */
export function resolveImages(text: string, imageOf: (importPath: string) => string | undefined): string {
  return text.replaceAll(KO_REFERENCE, (_, importPath: string) => {
    const image = imageOf(importPath);
    if (image === undefined) {
      throw new Error(
        `the manifests run ${importPath}, but the lab makes no image of it; add it to imageSpecs.ts`,
      );
    }
    return image;
  });
}

/** A checksum file as `sha256sum` writes and checks it. */
export function checksumFile(sha256ByPath: Readonly<Record<string, string>>): string {
  return Object.entries(sha256ByPath)
    .map(([path, sha256]) => `${sha256}  ${path}\n`)
    .join("");
}
