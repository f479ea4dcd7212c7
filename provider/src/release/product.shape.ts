import { z } from "zod";
import { looseVersion } from "../cluster/version";
import { patchesShape } from "../manifests/patches.check";
import { installationShape } from "../ownership/installation.shape";
import { leaf, text, whole } from "../problems";

const sourceShape = z.strictObject({
  mirror: z.string().min(1).optional(),
  checksumsFile: z.string().min(1).optional(),
});

/** What every product has that is installed from a release: where it comes from, what is changed in it, whose it is. */
export const productShape = {
  release: z.string().optional(),
  source: sourceShape.optional(),
  migrationJobs: z.boolean().optional(),
  replicas: whole(1, 20).optional(),
  terminationGracePeriodSeconds: whole(0, 3600).optional(),
  config: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  patches: patchesShape.optional(),
  kubernetesMinVersionOverride: text(
    "KN1006",
    "must be a Kubernetes version such as 1.33",
    (value) => looseVersion(value) !== undefined,
  ).optional(),
  serverVersion: leaf(z.string()).optional(),
  installedVersion: leaf(z.string()).optional(),
  installation: leaf(installationShape).optional(),
  adopt: z.boolean().optional(),
  movedFrom: z.string().min(1).optional(),
  retainOnDestroy: z.boolean().optional(),
} as const;
