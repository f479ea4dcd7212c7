import { join } from "node:path";

import { ensureEventingImages } from "../artifacts/eventing";
import { pushMissing } from "../artifacts/push";
import { CLUSTER, PATHS } from "../node/layout";
import { forgetStaleImages } from "../node/staleImages";
import type { Report } from "../toolchain/progress";

const silent: Report = () => undefined;

/** Puts the images of Knative Eventing into the registry of the lab, which must be up; builds them where that was not done yet. */
export async function eventingUp(report: Report = silent): Promise<void> {
  const images = await ensureEventingImages(report);
  await pushMissing(images, CLUSTER.registry, join(PATHS.bin, "crane"), report);
  await forgetStaleImages(join(PATHS.bin, "ctr"), images, CLUSTER.registry);
}
