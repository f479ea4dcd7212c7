import { stringify } from "yaml";
import { defaultHost, relocateImage, type ImageSettings } from "../manifests/images";
import { parseImage } from "../problems";

/** Where an image is, and where a private registry is to have it. */
export interface ImageCopy {
  readonly source: string;
  readonly target: string;
}

/** Images as a text, one to a line, in the order given. */
export function imageLines(images: readonly string[]): string {
  return images.map((image) => `${image}\n`).join("");
}

/**
 * Images in the YAML that `skopeo sync --src yaml` reads: by registry and repository, each with the digests or tags that
 * are wanted. What has both is named by its digest, which is what gets pulled.
 */
export function skopeoSource(images: readonly string[]): string {
  const references = images.map(partsOf);
  const hosts = group(references, ({ host }) => host).map(([host, ofHost]) => {
    const repositories = group(ofHost, ({ repository }) => repository).map(
      ([repository, found]) =>
        [repository, [...new Set(found.map(({ version }) => version))].toSorted()] as const,
    );
    return [host, { images: Object.fromEntries(repositories) }] as const;
  });
  // Long digests stay on one line.
  return stringify(Object.fromEntries(hosts), { indent: 4, lineWidth: 0 });
}

/** From where to where images are copied, so that the same settings of `images` find them. */
export function imageCopies(images: readonly string[], settings: ImageSettings): readonly ImageCopy[] {
  return images.map((source) => ({ source, target: relocateImage(source, settings) }));
}

interface Parts {
  readonly host: string;
  readonly repository: string;
  /** A digest or a tag. */
  readonly version: string;
}

function partsOf(image: string): Parts {
  const { host = defaultHost, path, tag, digest } = parseImage(image);
  return { host, repository: path, version: digest ?? tag ?? "latest" };
}

/** Items by key, with the keys in alphabetical order. */
function group<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  return [...new Set(items.map(keyOf))]
    .toSorted()
    .map((key) => [key, items.filter((item) => keyOf(item) === key)] as const);
}
