import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { releasePath, type EventingFiles, type EventingRelease } from "../../provider/src/release/catalog";
import { EVENTING_MODULE, EVENTING_TOOL } from "../toolchain/eventingTools";
import { moduleDirectory, moduleSources } from "../toolchain/goModule";
import { composeRelease, type PlacedText } from "./mirrorText";

/** Files or directories of Eventing's module that upstream's build makes each release file of. */
const SOURCES: Readonly<Record<keyof EventingFiles, readonly string[]>> = {
  crds: ["config/core/resources"],
  // The second is a link in upstream's repository; a module's archive has none.
  core: ["config/core", "third_party/eventing-integrations-latest"],
  inMemoryChannel: ["config/channels/in-memory-channel"],
  broker: ["config/brokers/mt-channel-broker"],
  postInstallJobs: ["config/post-install"],
};

/**
 * The mirror's files of Eventing, by their paths there, made of its Go module. They name images by tag, and so are the same
 * before those are built: a lab without Eventing doesn't wait for them.
 */
export async function eventingFiles({
  files,
  minor,
  version,
}: EventingRelease): Promise<Record<string, string>> {
  const sources = await moduleSources(moduleDirectory(EVENTING_TOOL), [EVENTING_MODULE]);
  const root = sources[EVENTING_MODULE];
  if (root === undefined) {
    throw new Error(`Go did not tell where it keeps ${EVENTING_MODULE}; see lab/toolchain/eventing`);
  }
  const imageOf = (importPath: string) => `gcr.io/knative-releases/${importPath}:v${version}`;
  const parts = Object.keys(SOURCES) as (keyof EventingFiles)[];
  const composed = parts.map(async (part) => {
    const texts = await Promise.all(SOURCES[part].map((path) => textsBelow(join(root, path))));
    return [
      releasePath(files[part]),
      asReleased(composeRelease(texts.flat(), version, imageOf), minor),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(composed));
}

/** The integrations have releases of their own, which upstream's module names only by their nightly builds. */
function asReleased(text: string, minor: string): string {
  return text
    .replaceAll("gcr.io/knative-nightly/", "gcr.io/knative-releases/")
    .replaceAll(/(app\.kubernetes\.io\/version: "?)v\d{8}-[0-9a-f]+/g, `$1v${minor}.0`);
}

async function textsBelow(directory: string): Promise<PlacedText[]> {
  if (!(await stat(directory)).isDirectory()) {
    throw new Error(`${directory} is no directory any more; see where upstream has put it`);
  }
  const names = await readdir(directory, { recursive: true });
  return Promise.all(
    names
      .filter((name) => name.endsWith(".yaml"))
      .map(async (name) => ({
        as: name,
        text: await readFile(join(directory, name), "utf8"),
      })),
  );
}
