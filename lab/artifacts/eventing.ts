import type { EventingRelease } from "../../provider/src/release/catalog";
import { buildTool, ensureTool } from "../toolchain/build";
import {
  EVENTING_MIGRATION,
  EVENTING_MODULE,
  EVENTING_PROGRAMS,
  EVENTING_TOOL,
} from "../toolchain/eventingTools";
import type { Report } from "../toolchain/progress";
import { koImage, NONROOT, single, type ImageSpec } from "./imageSpecs";
import { ensureImages, type ImageRef } from "./images";
import { labEventingRelease } from "./release";

/** Builds or finds the images of Knative Eventing, and of a receiver of events. The first time takes some minutes; nobody else waits for it. */
export async function ensureEventingImages(report: Report): Promise<readonly ImageRef[]> {
  const programs = await buildTool(EVENTING_TOOL, report);
  const { events } = await ensureTool("sample", report);
  const receiver = single("events:v1", "samples/events:v1", events, "events", NONROOT);
  return ensureImages([...eventingImageSpecs(programs, labEventingRelease()), receiver], report);
}

/** The images of Eventing under upstream's names and version. */
export function eventingImageSpecs(
  programs: Readonly<Record<string, string>>,
  { version }: EventingRelease,
): ImageSpec[] {
  const paths = [...EVENTING_PROGRAMS.map((path) => `${EVENTING_MODULE}/cmd/${path}`), EVENTING_MIGRATION];
  return paths.map((path) => {
    const program = path.split("/").at(-1) ?? path;
    return { ...koImage(program, path, `v${version}`, programs[program]), name: `eventing-${program}` };
  });
}
