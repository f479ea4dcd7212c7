import { z } from "zod";
import type { InstallationArgs } from "./installation.args";

export const installationShape = z.strictObject({
  clusterUid: z.string().optional(),
  namespaces: z.array(
    z.strictObject({
      name: z.string(),
      uid: z.string(),
      owner: z.string().optional(),
      markedCluster: z.string().optional(),
    }),
  ),
  installer: z.string().optional(),
  version: z.string().optional(),
}) satisfies z.ZodType<InstallationArgs>;
