import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import type { ServingRelease } from "../../provider/src/release/catalog";
import { cacheKey, cacheRoot, cachedDirectory, exists, fileTexts } from "../toolchain/cache";
import { EVENTING_TOOL } from "../toolchain/eventingTools";
import { GATEWAY_API_TOOL } from "../toolchain/gatewayApiTools";
import { moduleDirectory, moduleSources } from "../toolchain/goModule";
import { step, type Report } from "../toolchain/progress";
import { GO_TOOLS } from "../toolchain/tools";
import type { ImageRef } from "./images";
import { MIRROR_MODULES, mirrorFiles, type Sources } from "./mirrorFiles";
import { eventingFiles } from "./mirrorEventing";
import { netGatewayApiFile } from "./mirrorGatewayApi";
import { netIstioFile } from "./mirrorIstio";
import { checksumFile, composeRelease, type PlacedText } from "./mirrorText";
import { labEventingRelease } from "./release";

const STEP = "Release mirror";

/**
 * A directory laid out like the official release pages, with the release's files made from the Go modules that the
 * lab's programs are built from, and SHA256SUMS over them at its top. Images have upstream's names and our digests.
 */
export async function ensureMirror(
  release: ServingRelease,
  images: readonly ImageRef[],
  report: Report,
): Promise<string> {
  const module = moduleDirectory(GO_TOOLS.knative);
  const isPin = (path: string) => path === "go.mod" || path === "go.sum";
  const pins = await fileTexts(module, isPin);
  const beside = await Promise.all(
    [GATEWAY_API_TOOL, EVENTING_TOOL].map((tool) => fileTexts(moduleDirectory(tool), isPin)),
  );
  const code = await fileTexts(__dirname, (path) => path.startsWith("mirror"));
  const made = images.map((image) => `${upstreamName(image)}@${image.digest}`).join("\n");
  const releases = JSON.stringify([release, labEventingRelease()]);
  const key = cacheKey({ ...pins, ...code, beside: JSON.stringify(beside), releases, made });
  const directory = join(cacheRoot(), "mirror", key);
  if (await exists(directory)) {
    report({ step: STEP, state: "cached" });
  } else {
    await step(report, STEP, `composes Knative ${release.version} from its Go modules`, () =>
      cachedDirectory(directory, (temporary) => writeMirror(temporary, release, images)),
    );
  }
  return directory;
}

async function writeMirror(
  target: string,
  release: ServingRelease,
  images: readonly ImageRef[],
): Promise<void> {
  const composed = {
    ...(await composeMirror(release, images)),
    ...netIstioFile(release),
    ...(await netGatewayApiFile(release)),
    ...(await eventingFiles(labEventingRelease())),
  };
  const sums: Record<string, string> = {};
  for (const [path, text] of Object.entries(composed)) {
    await mkdir(join(target, dirname(path)), { recursive: true });
    await writeFile(join(target, path), text);
    sums[path] = createHash("sha256").update(text).digest("hex");
  }
  await writeFile(join(target, "SHA256SUMS"), checksumFile(sums));
}

/** The mirror's files that are made of Go modules, by path. Downloads the modules if they are not there. */
export async function composeMirror(
  release: ServingRelease,
  images: readonly ImageRef[],
): Promise<Record<string, string>> {
  const roots = await moduleSources(moduleDirectory(GO_TOOLS.knative), MIRROR_MODULES);
  const imageOf = imagesByProgram(images);
  const files = mirrorFiles(release).map(async ({ path, version, sources }) => {
    const texts = await Promise.all(sources.map((source) => readSources(roots, source)));
    return [path, composeRelease(texts.flat(), version, imageOf)] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

async function readSources(roots: Readonly<Record<string, string>>, source: Sources): Promise<PlacedText[]> {
  const root = roots[source.module];
  if (root === undefined) throw new Error(`Go did not tell where it keeps ${source.module}`);
  const path = join(root, source.path);
  const files = (await stat(path)).isDirectory() ? await yamlFiles(path) : [path];
  return Promise.all(
    files.map(async (file) => ({
      as: join(source.as, relative(path, file)),
      text: await readFile(file, "utf8"),
    })),
  );
}

async function yamlFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  return names.filter((name) => name.endsWith(".yaml")).map((name) => join(directory, name));
}

/** Upstream names a program's image by its import path, below one repository for all. */
function imagesByProgram(images: readonly ImageRef[]): (importPath: string) => string | undefined {
  const byProgram = new Map(
    images.map((image) => [
      image.repository.replace(/^knative-releases\//, ""),
      `${upstreamName(image)}@${image.digest}`,
    ]),
  );
  return (importPath) => byProgram.get(importPath);
}

function upstreamName({ registry, repository }: ImageRef): string {
  return registry === "" ? repository : `${registry}/${repository}`;
}
