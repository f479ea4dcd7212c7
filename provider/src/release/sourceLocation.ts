import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { releasePath, type ReleaseFile } from "./catalog";
import { redact } from "./sourceError";

/** Where release files come from. */
export interface ReleaseSource {
  /**
   * Mirror of the release pages with their paths: `https://…`, `http://…`, `file:///…` or a directory. User and password in the
   * URL are sent as basic authorisation, a query is kept. Default: the release pages on GitHub.
   */
  readonly mirror?: string;
  /** Path or URL of checksums (sha256sum's format, paths as in the mirror) that replace the catalogue's. */
  readonly checksumsFile?: string;
  /** Directory that keeps what was fetched. Default: `pulumi-knative/releases` in XDG_CACHE_HOME, or in `~/.cache`. */
  readonly cacheDir?: string;
}

/** A file on this machine or one to be fetched. */
export type Location =
  { readonly kind: "file"; readonly path: string } | { readonly kind: "url"; readonly url: URL };

const releasePages = "https://github.com";

/** Where a release file is to be found. Throws an Error that tells what is wrong with the mirror's address. */
export function locateFile(file: ReleaseFile, { mirror = releasePages }: ReleaseSource): Location {
  const base = locate(mirror);
  if (base.kind === "file") {
    return { kind: "file", path: join(base.path, releasePath(file)) };
  }
  const url = new URL(base.url);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${releasePath(file)}`;
  return { kind: "url", url };
}

/** Where a path or URL points to. Throws an Error for a URL that can't be one of a mirror. */
export function locate(text: string): Location {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return { kind: "file", path: resolve(text) };
    case "file":
      return { kind: "file", path: fileURLToPath(parsed(text)) };
    case "http":
    case "https":
      return { kind: "url", url: parsed(text) };
    default:
      throw new Error(
        `"${redact(text)}" begins with ${scheme}://; use https://, http://, file:/// or a directory`,
      );
  }
}

/** A location as errors may show it. */
export function shown(location: Location): string {
  return location.kind === "file" ? location.path : redact(location.url.href);
}

/** The directory that keeps what was fetched. */
export function cacheDirectory({ cacheDir }: ReleaseSource): string {
  const { XDG_CACHE_HOME: configured = "" } = process.env;
  return (
    cacheDir ??
    join(isAbsolute(configured) ? configured : join(homedir(), ".cache"), "pulumi-knative", "releases")
  );
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) {
    throw new Error(`"${redact(text)}" is not a URL`);
  }
  return new URL(text);
}
