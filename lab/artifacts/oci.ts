import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { loadExeca } from "../toolchain/execa";

/** One thing in a layer. Paths are relative to the image's root; parent directories need no entry of their own. */
export type LayerEntry = { readonly path: string } & (
  | { readonly source: string; readonly mode: number }
  | { readonly text: string; readonly mode: number }
  | { readonly link: string }
  | { readonly directoryMode: number }
);

/** How containers of an image start: the part of an OCI image configuration that is used here. */
export interface ContainerDefaults {
  /** Numeric, so that the kubelet can tell that it is not root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A blob's place in a manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const MEDIA = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  // Not compressed: nothing leaves the machine, and a compressor's next version would change every digest.
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;
const BLOBS = "blobs/sha256";
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** The image's configuration file. It holds no time, host or history, so that the same content has the same digest. */
export function imageConfig(
  { user, entrypoint, env }: ContainerDefaults,
  layers: readonly Descriptor[],
): string {
  return JSON.stringify({
    created: "1970-01-01T00:00:00Z",
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: "linux",
    config: {
      User: user,
      Entrypoint: entrypoint,
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      WorkingDir: "/",
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
}

export function imageManifest(config: Descriptor, layers: readonly Descriptor[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.manifest, config, layers });
}

/** Writes an image as an OCI layout, which is what registries' clients push from, into an empty directory. */
export async function writeLayout(
  directory: string,
  layers: readonly (readonly LayerEntry[])[],
  defaults: ContainerDefaults,
): Promise<void> {
  await mkdir(join(directory, BLOBS), { recursive: true });
  const descriptors: Descriptor[] = [];
  for (const entries of layers) descriptors.push(await layerBlob(directory, entries));
  const config = await textBlob(directory, MEDIA.config, imageConfig(defaults, descriptors));
  const manifest = await textBlob(directory, MEDIA.manifest, imageManifest(config, descriptors));
  const index = { schemaVersion: 2, mediaType: MEDIA.index, manifests: [manifest] };
  await writeFile(join(directory, "index.json"), JSON.stringify(index));
  await writeFile(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
}

/** The digest of the one image in an OCI layout. */
export async function layoutDigest(directory: string): Promise<string> {
  const file = join(directory, "index.json");
  const { manifests } = JSON.parse(await readFile(file, "utf8")) as { manifests: Descriptor[] };
  const [only] = manifests;
  if (only === undefined || manifests.length !== 1)
    throw new Error(`${file} should name one image, names ${manifests.length}`);
  return only.digest;
}

/** Writes a tar archive of the entries: the same entries give the same bytes, whoever makes it, when and from where. */
export async function writeTar(file: string, entries: readonly LayerEntry[]): Promise<void> {
  const stage = `${file}.stage`;
  await mkdir(stage, { recursive: true });
  for (const entry of entries) await stageEntry(stage, entry);
  const top = (await readdir(stage)).sort();
  const same = ["--format=ustar", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  const execa = await loadExeca();
  await execa("tar", [...same, "-C", stage, "-cf", file, "--", ...top], { env: { LC_ALL: "C" } });
  await rm(stage, { recursive: true });
}

async function stageEntry(stage: string, entry: LayerEntry): Promise<void> {
  const path = join(stage, entry.path);
  await makeDirectories(stage, dirname(entry.path));
  if ("directoryMode" in entry) {
    await mkdir(path, { recursive: true });
    await chmod(path, entry.directoryMode);
  } else if ("link" in entry) {
    await symlink(entry.link, path);
  } else if ("text" in entry) {
    await writeFile(path, entry.text);
    await chmod(path, entry.mode);
  } else {
    // The file itself: a symbolic link to it would dangle in the image.
    await stageFile(await realpath(entry.source), path, entry.mode);
  }
}

/** A hard link where it does, for programs are big: not to another file system, nor to a file that has another mode. */
async function stageFile(source: string, path: string, mode: number): Promise<void> {
  if (((await stat(source)).mode & 0o7777) === mode) {
    const linked = await link(source, path).then(
      () => true,
      () => false,
    );
    if (linked) return;
  }
  await copyFile(source, path);
  await chmod(path, mode);
}

/** Not left to mkdir alone, because the umask would get into the archive. */
async function makeDirectories(stage: string, path: string): Promise<void> {
  if (path === ".") return;
  await makeDirectories(stage, dirname(path));
  const made = await mkdir(join(stage, path), { recursive: true });
  if (made !== undefined) await chmod(join(stage, path), 0o755);
}

async function layerBlob(directory: string, entries: readonly LayerEntry[]): Promise<Descriptor> {
  const file = join(directory, "layer.tar");
  await writeTar(file, entries);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const hex = hash.digest("hex");
  const { size } = await stat(file);
  await rename(file, join(directory, BLOBS, hex));
  return { mediaType: MEDIA.layer, digest: `sha256:${hex}`, size };
}

async function textBlob(directory: string, mediaType: string, text: string): Promise<Descriptor> {
  const hex = createHash("sha256").update(text).digest("hex");
  await writeFile(join(directory, BLOBS, hex), text);
  return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(text) };
}
