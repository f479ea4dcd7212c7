import { loadExeca } from "../toolchain/execa";
import { step, type Report } from "../toolchain/progress";
import type { ImageRef } from "./images";

const STEP = "Images in the registry";
const MANIFESTS = "application/vnd.oci.image.manifest.v1+json";
// Each push is one process that reads its layers from disk: more would only wait for the same disk.
const AT_ONCE = 4;

/**
 * Puts the images that a registry lacks into it, each under its repository and tag.
 *
 * @param registry `host:port` of a registry that speaks plain HTTP and asks for no password.
 */
export async function pushMissing(
  images: readonly ImageRef[],
  registry: string,
  crane: string,
  report: Report,
): Promise<void> {
  const present = await Promise.all(images.map((image) => isPresent(image, registry)));
  const missing = images.filter((_, i) => present[i] === false);
  if (missing.length === 0) {
    report({ step: STEP, state: "cached" });
    return;
  }
  await step(report, STEP, `pushes ${missing.length} of ${images.length} to ${registry}`, async () => {
    const queue = [...byRepository(missing)];
    const worker = async () => {
      for (let images = queue.shift(); images !== undefined; images = queue.shift())
        for (const image of images) await push(image, registry, crane);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
}

/** Images of one repository share layers, and a registry may refuse a manifest while another push still brings its layer. */
function byRepository(images: readonly ImageRef[]): readonly (readonly ImageRef[])[] {
  const repositories = [...new Set(images.map(({ repository }) => repository))];
  return repositories.map((name) => images.filter(({ repository }) => repository === name));
}

/** Whether the tag is there and means this very image. */
async function isPresent({ repository, tag, digest }: ImageRef, registry: string): Promise<boolean> {
  const url = `http://${registry}/v2/${repository}/manifests/${tag}`;
  try {
    const answer = await fetch(url, { method: "HEAD", headers: { accept: MANIFESTS } });
    return answer.ok && answer.headers.get("docker-content-digest") === digest;
  } catch (error) {
    const reason =
      error instanceof Error
        ? error.cause instanceof Error
          ? error.cause.message
          : error.message
        : String(error);
    throw new Error(
      `no registry answers at http://${registry}: ${reason}; start it before images are pushed`,
      {
        cause: error,
      },
    );
  }
}

async function push(
  { layoutDir, repository, tag }: ImageRef,
  registry: string,
  crane: string,
): Promise<void> {
  const execa = await loadExeca();
  await execa(crane, ["push", "--insecure", layoutDir, `${registry}/${repository}:${tag}`], {
    stdin: "ignore",
  });
}
