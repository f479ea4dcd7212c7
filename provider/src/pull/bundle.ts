import { existsSync } from "node:fs";
import { join } from "node:path";
import { releasePath, releases, type ReleaseFile, type ServingRelease } from "../release/catalog";
import { imagesOf } from "../manifests/images";
import { parseManifests } from "../manifests/parse";
import { loadRelease, type ReleaseSource, type SourceError } from "../release/source";
import { sha256 } from "../release/sourceCache";
import { localChecksums } from "../release/sourceChecksums";
import { IngressLayer } from "../serving/ingress";
import { writeBundleFile } from "./bundleFile";
import {
  eventingFiles,
  everyEventingFile,
  heldEventing,
  type EventingChoice,
  type HeldEventing,
} from "./eventing";
import { imageLines, skopeoSource } from "./imageList";

/** Files that stand at the top of a bundle. */
export const bundleNames = { checksums: "SHA256SUMS", list: "images.txt", skopeo: "images.yaml" } as const;

/** What became of a release file: right already, fetched (in a dry run: to be fetched), or not to be had. */
export type FileState = "present" | "fetched" | "failed";

export interface BundledFile {
  /** Below the bundle's directory, as below the release pages. */
  readonly path: string;
  readonly state: FileState;
}

export interface PullRequest {
  readonly releases: readonly ServingRelease[];
  /** The ingress layers whose files the bundle is to hold. */
  readonly layers: readonly IngressLayer[];
  /** Undefined where nothing of Eventing is asked for. */
  readonly eventing?: EventingChoice;
  readonly directory: string;
  readonly source: ReleaseSource;
  /** Look at everything and write nothing into the directory. */
  readonly dryRun: boolean;
  readonly onFile: (file: BundledFile) => void;
}

export interface Pulled extends Pick<HeldEventing, "eventing" | "kafka"> {
  readonly files: readonly BundledFile[];
  readonly errors: readonly SourceError[];
  /** What the user should know although it is no error. */
  readonly notes: readonly string[];
  /** Releases that the bundle holds as a whole, those of earlier pulls included. Empty where there are errors. */
  readonly releases: readonly ServingRelease[];
  /** Every image that these releases name, in alphabetical order. Empty where there are errors. */
  readonly images: readonly string[];
}

type Texts = Readonly<Record<string, string>>;

/**
 * Makes a bundle for places without a network, or completes one: release files in a mirror's layout, their checksums, the
 * list of images. What is there and right is kept. Throws BundleError where the directory can't be written, and
 * ManifestsError where a file can't be read.
 */
export async function pullBundle(request: PullRequest): Promise<Pulled> {
  const { directory, source, dryRun, layers } = request;
  const wanted = request.releases.flatMap((release) => [
    ...filesFor(release, layers),
    ...eventingFiles(release, request.eventing),
  ]);
  const bundle = { ...source, mirror: directory };
  const present = await loadRelease(wanted, bundle);
  const fetched = await fetchAll(wanted, present.texts, request);
  const { files, errors } = fetched;
  const notes = [...new Set([...present.notes, ...fetched.notes])];
  if (errors.length > 0) {
    return { files, errors, notes, releases: [], eventing: [], kafka: [], images: [] };
  }
  const every = [
    ...releases().flatMap(({ files }) => Object.values<ReleaseFile>({ ...files })),
    ...everyEventingFile(earlierChecksums(directory)),
  ];
  const held = await loadRelease(every, bundle);
  const { kept, ...whole } = keptOf({ ...held.texts, ...fetched.texts });
  const images = imagesIn(kept);
  if (!dryRun) {
    writeLists(directory, kept, images);
  }
  return { files, errors, notes, ...whole, images };
}

/** What is whole of all that is there, and its files: those that an earlier pull fetched stay listed. */
function keptOf(texts: Texts): Pick<Pulled, "releases" | "eventing" | "kafka"> & { readonly kept: Texts } {
  const isThere = (path: string) => path in texts;
  const complete = releases().filter((release) =>
    Object.values(IngressLayer).some((layer) =>
      filesFor(release, [layer]).every((file) => isThere(releasePath(file))),
    ),
  );
  const { paths: ofEventing, eventing, kafka } = heldEventing(isThere);
  const ofServing = complete
    .flatMap(({ files }) => Object.values<ReleaseFile>({ ...files }))
    .map(releasePath);
  const paths = [...ofServing, ...ofEventing];
  const kept = Object.fromEntries(
    paths.flatMap((path) => (texts[path] === undefined ? [] : [[path, texts[path]] as const])),
  );
  return { releases: complete, eventing, kafka, kept };
}

/** What an earlier pull knew: the only word there is of files that were pulled by a checksum of the user's. */
function earlierChecksums(directory: string): ReadonlyMap<string, string> {
  const checksumsFile = join(directory, bundleNames.checksums);
  try {
    const known = existsSync(checksumsFile) ? localChecksums({ checksumsFile }) : undefined;
    return known === undefined || known === "remote" ? new Map<string, string>() : known;
  } catch {
    return new Map();
  }
}

/** The files that a release is made of with some ingress layers. */
function filesFor({ files }: ServingRelease, layers: readonly IngressLayer[]): readonly ReleaseFile[] {
  const others: readonly string[] = Object.values(IngressLayer).filter((layer) => !layers.includes(layer));
  return Object.entries<ReleaseFile>({ ...files }).flatMap(([part, file]) =>
    others.includes(part) ? [] : [file],
  );
}

interface Fetched extends Pick<Pulled, "files" | "errors" | "notes"> {
  /** Texts of all files that could be had. */
  readonly texts: Texts;
}

/** One file after the other, each written as soon as it is there: a pull that is broken off goes on where it was. */
async function fetchAll(
  wanted: readonly ReleaseFile[],
  present: Texts,
  { directory, source, dryRun, onFile }: PullRequest,
): Promise<Fetched> {
  const texts = new Map(Object.entries(present));
  const files: BundledFile[] = [];
  const errors = new Map<string, SourceError>();
  const notes: string[] = [];
  for (const file of wanted) {
    const path = releasePath(file);
    const loaded = texts.has(path) ? undefined : await loadRelease([file], source);
    const text = loaded?.texts[path];
    if (text !== undefined) {
      texts.set(path, text);
      if (!dryRun) {
        writeBundleFile(join(directory, path), text);
      }
    }
    // A list of checksums that is of no use is so for every file.
    loaded?.errors.forEach((error) => errors.set(error.message, error));
    notes.push(...(loaded?.notes ?? []));
    const state = loaded === undefined ? "present" : text === undefined ? "failed" : "fetched";
    files.push({ path, state });
    onFile({ path, state });
  }
  return { texts: Object.fromEntries(texts), files, errors: [...errors.values()], notes };
}

function imagesIn(texts: Texts): readonly string[] {
  return imagesOf(Object.entries(texts).flatMap(([path, text]) => parseManifests(text, path)));
}

function writeLists(directory: string, texts: Texts, images: readonly string[]): void {
  const sums = Object.entries(texts)
    .map(([path, text]) => `${sha256(text)}  ${path}\n`)
    .toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
  writeBundleFile(join(directory, bundleNames.checksums), sums.join(""));
  writeBundleFile(join(directory, bundleNames.list), imageLines(images));
  writeBundleFile(join(directory, bundleNames.skopeo), skopeoSource(images));
}
