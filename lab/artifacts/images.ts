import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { cacheKey, cacheRoot, cachedDirectory, exists } from "../toolchain/cache";
import { loadExeca } from "../toolchain/execa";
import { step, type Report } from "../toolchain/progress";
import { loadedFiles } from "./debianText";
import type { ImageSpec } from "./imageSpecs";
import { layoutDigest, writeLayout } from "./oci";

const STEP = "Container images";

/** An image that lies in the cache, ready to be pushed. */
export interface ImageRef {
  /** Short name within the lab, e.g. "activator", "hello:v1". */
  readonly name: string;
  /** Upstream's registry; empty for the lab's own samples. */
  readonly registry: string;
  /** Path below the registry, upstream's and the lab's alike. */
  readonly repository: string;
  readonly tag: string;
  /** "sha256:…" of the manifest. */
  readonly digest: string;
  /** OCI layout with this one image. */
  readonly layoutDir: string;
}

/** Makes the images that are not in the cache. */
export async function ensureImages(specs: readonly ImageSpec[], report: Report): Promise<ImageRef[]> {
  const code = await readFile(join(__dirname, "oci.ts"), "utf8");
  const places = await Promise.all(
    specs.map(async (spec) => ({ spec, directory: await placeOf(spec, code) })),
  );
  const there = await Promise.all(places.map(({ directory }) => exists(directory)));
  const missing = places.filter((_, i) => there[i] === false);
  if (missing.length === 0) {
    report({ step: STEP, state: "cached" });
  } else {
    await step(report, STEP, `makes ${missing.length} of ${specs.length}`, async () => {
      for (const { spec, directory } of missing) {
        await cachedDirectory(directory, (temporary) => writeLayout(temporary, spec.layers, spec.defaults));
      }
    });
  }
  return Promise.all(places.map(({ spec, directory }) => reference(spec, directory)));
}

/** The files that a program loads when it starts in an environment, the dynamic loader among them. */
export async function librariesOf(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const execa = await loadExeca();
  return loadedFiles((await execa("ldd", [program], { env })).stdout);
}

async function reference(
  { name, registry, repository, tag }: ImageSpec,
  layoutDir: string,
): Promise<ImageRef> {
  return { name, registry, repository, tag, layoutDir, digest: await layoutDigest(layoutDir) };
}

async function placeOf(spec: ImageSpec, code: string): Promise<string> {
  const sources = spec.layers.flat().flatMap((entry) => ("source" in entry ? [entry.source] : []));
  const contents = await Promise.all(
    sources.map(async (source) => [source, await contentOf(source)] as const),
  );
  const { layers, defaults } = spec;
  const parts = {
    ...Object.fromEntries(contents),
    code,
    image: JSON.stringify({ layers, defaults }),
    arch: process.arch,
  };
  return join(cacheRoot(), "images", `${spec.name.replace(":", "-")}-${cacheKey(parts)}`);
}

/** What stands for a file's content in a cache key: a file of the cache has a key in its path already. */
async function contentOf(source: string): Promise<string> {
  const inCache = relative(cacheRoot(), source);
  if (!inCache.startsWith("..")) return inCache;
  return createHash("sha256")
    .update(await readFile(source))
    .digest("hex");
}
