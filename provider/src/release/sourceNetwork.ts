import { releasePath, type ReleaseFile } from "./catalog";
import { download, type Answer } from "./download";
import { accept, type Found } from "./sourceLocal";
import {
  checksumsFault,
  locateChecksums,
  parseChecksums,
  storeChecksums,
  storedChecksums,
  type Checksums,
} from "./sourceChecksums";
import { redact, SourceError } from "./sourceError";
import type { ReleaseSource } from "./sourceLocation";

const fileLimits = { retries: 3, timeout: 180_000 };

/** Short, for every run asks, and an older copy mostly helps out. */
const checksumsLimits = { retries: 1, timeout: 8_000 };

const proxyHint =
  "check its address, the network, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment";

/** Fetches a file that neither a directory nor the cache has. */
export async function fetchFile(
  file: ReleaseFile,
  source: ReleaseSource,
  { missing: url, expected }: { readonly missing: URL; readonly expected: string },
): Promise<Found> {
  const fault = (kind: "unreachable" | "not-found", reason: string): SourceError =>
    new SourceError({ kind, file: releasePath(file), url: redact(url.href), reason });
  try {
    const { status, body } = await download(url, fileLimits);
    if (status === 200) {
      return { text: accept(file, source, url, body, expected) };
    }
    return status === 404 || status === 410
      ? {
          error: fault(
            "not-found",
            `${redact(url.href)} answered ${status}; the mirror must hold the file under this path`,
          ),
        }
      : { error: fault("unreachable", `${redact(url.href)} answered ${status}${refusal(status)}`) };
  } catch (error) {
    return {
      error:
        error instanceof SourceError
          ? error
          : fault(
              "unreachable",
              `${redact(url.href)} could not be fetched: ${(error as Error).message}; ${proxyHint}`,
            ),
    };
  }
}

/**
 * Fetches the checksums file. Its server is asked in every run, unless it vouched for an earlier answer (Cache-Control:
 * max-age), but sends the text only if it changed (ETag). Where it doesn't answer, the copy of the last time is used and said
 * to be: that list was trusted once, and it names what the cache holds. Throws SourceError.
 */
export async function fetchChecksums(
  source: ReleaseSource,
): Promise<{ readonly checksums: Checksums; readonly notes: readonly string[] }> {
  const location = locateChecksums(source, source.checksumsFile ?? "");
  if (location.kind === "file") {
    throw new Error("a checksums file on this machine is not fetched");
  }
  const { url } = location;
  const stored = storedChecksums(source, url);
  try {
    const answer = await download(url, { ...checksumsLimits, etag: stored?.etag });
    const text = answer.status === 304 && stored !== undefined ? stored.text : textOf(source, answer);
    const checksums = parseChecksums(text, source);
    storeChecksums(source, url, {
      text,
      etag: answer.etag ?? stored?.etag,
      freshUntil: Date.now() + answer.maxAge * 1000,
    });
    return { checksums, notes: [] };
  } catch (error) {
    if (error instanceof SourceError || stored === undefined) {
      throw error instanceof SourceError
        ? error
        : checksumsFault(source, `could not be fetched: ${(error as Error).message}; ${proxyHint}`);
    }
    const note = `${redact(url.href)} could not be fetched (${(error as Error).message}); the checksums it had the last time are used`;
    return { checksums: parseChecksums(stored.text, source), notes: [note] };
  }
}

function textOf(source: ReleaseSource, { status, body }: Answer): string {
  if (status !== 200) {
    throw checksumsFault(source, `can't be had: its server answered ${status}${refusal(status)}`);
  }
  return body.toString("utf8");
}

function refusal(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "; check the user and password in the mirror's URL";
    case 407:
      return "; check the user and password in the proxy's URL";
    default:
      return "";
  }
}
