import { parseImage, versionOf } from "../problems";
import {
  getAt,
  groupOf,
  isKind,
  isObject,
  setAt,
  type Json,
  type Manifest,
  type Path,
  type Transform,
} from "./manifest";
import { containerPaths } from "./pods";

/** Registry of references that name none, as container runtimes call it. */
export const defaultHost = "docker.io";

export interface ImageSettings {
  /** Registry, with an optional path, that holds the images. Default: each image's own. */
  readonly registry?: string;
  /** What the registry calls them: by their path, by host and path, or by the path's last part. Default: "path". */
  readonly layout?: "path" | "scoped" | "flat";
  /** Whole references by an image's path or its last part. They win over `registry`. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** A place in a manifest that holds an image reference. */
interface ImagePlace {
  readonly path: Path;
  readonly image: string;
}

/** Where an image is to be pulled from under these settings. Applying it again changes nothing. */
export function relocateImage(reference: string, settings: ImageSettings): string {
  const { registry, layout = "path", overrides = {} } = settings;
  if (Object.values(overrides).includes(reference)) {
    return reference;
  }
  const parts = parseImage(reference);
  const { host = defaultHost, path } = parts;
  const key = [path, lastPart(path)].find((name) => Object.hasOwn(overrides, name));
  if (key !== undefined) {
    return overrides[key] ?? reference;
  }
  const home = registry?.replace(/\/+$/, "");
  const names = { path, scoped: `${host}/${path}`, flat: lastPart(path) };
  return home === undefined || reference.startsWith(`${home}/`)
    ? reference
    : `${home}/${names[layout]}${versionOf(parts)}`;
}

/** Rewrites the images of a manifest wherever they stand: containers, settings, environment, cache hints. */
export function setImages(settings: ImageSettings): Transform {
  return (manifest) =>
    imagePlaces(manifest).reduce(
      (changed, { path, image }) => setAt(changed, path, relocateImage(image, settings)),
      manifest,
    );
}

/** Every image that the manifests name, once, in alphabetical order. */
export function imagesOf(manifests: readonly Manifest[]): readonly string[] {
  return [
    ...new Set(manifests.flatMap((manifest) => imagePlaces(manifest).map(({ image }) => image))),
  ].toSorted();
}

/** Overrides that fit no image of the manifests: a mistyped name would otherwise be passed over in silence. */
export function unusedOverrides(
  manifests: readonly Manifest[],
  overrides: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set(
    imagesOf(manifests).flatMap((image) => {
      const { path } = parseImage(image);
      return [path, lastPart(path)];
    }),
  );
  return Object.keys(overrides).filter((name) => !names.has(name));
}

function imagePlaces(manifest: Manifest): readonly ImagePlace[] {
  return [...inPods(manifest), ...inConfigMap(manifest), ...inCacheHint(manifest)];
}

function inPods(manifest: Manifest): readonly ImagePlace[] {
  return containerPaths(manifest).flatMap((container) => {
    const env = getAt(manifest, [...container, "env"]);
    const variables = Array.isArray(env)
      ? env.flatMap((entry, index) => inVariable(entry, [...container, "env", index]))
      : [];
    return [...placeAt(manifest, [...container, "image"]), ...variables];
  });
}

/** Controllers are told by environment variables which images to start. */
function inVariable(entry: Json, path: Path): readonly ImagePlace[] {
  return isObject(entry) && typeof entry.name === "string" && isImage(entry.name, entry.value)
    ? [{ path: [...path, "value"], image: entry.value }]
    : [];
}

/** Settings name images as well, first of all the proxy that runs beside every service. */
function inConfigMap(manifest: Manifest): readonly ImagePlace[] {
  if (!isKind(manifest, "ConfigMap") || !isObject(manifest.data)) {
    return [];
  }
  const listsImages = manifest.metadata.name.endsWith("-images");
  return Object.entries(manifest.data).flatMap(([key, value]) =>
    isImage(listsImages ? "image" : key, value) ? [{ path: ["data", key], image: value }] : [],
  );
}

function inCacheHint(manifest: Manifest): readonly ImagePlace[] {
  const isHint = groupOf(manifest) === "caching.internal.knative.dev" && manifest.kind === "Image";
  return isHint ? placeAt(manifest, ["spec", "image"]) : [];
}

function placeAt(manifest: Manifest, path: Path): readonly ImagePlace[] {
  const image = getAt(manifest, path);
  return typeof image === "string" ? [{ path, image }] : [];
}

/** Whether a named value is an image: by its digest, or by the name where it has none. */
function isImage(name: string, value: Json): value is string {
  if (
    typeof value !== "string" ||
    !/^[\w.-]+(:\d+)?(\/[\w.-]+)+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(value)
  ) {
    return false;
  }
  return value.includes("@sha256:") || /(^|[-_])image$/i.test(name);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
