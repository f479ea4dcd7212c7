import { z } from "zod";
import { image, leaf, quantity, text, texts, whole } from "../problems";
import { ImagePullPolicy } from "./container.args";
import {
  AccessMode,
  HostPathType,
  MountPropagation,
  type PodFieldArgs,
  type ProjectedObjectArgs,
  type ProjectedSourceArgs,
  type VolumeArgs,
  type VolumeMountArgs,
  type VolumeObjectArgs,
} from "./volumes.args";

const highestMode = 0o777;

const objectName = leaf(z.string().min(1));
const relativePath = text(
  "KN1006",
  'must be a relative path without ".."',
  (value) => value !== "" && !value.startsWith("/") && !value.split("/").includes(".."),
);
const absolutePath = text(
  "KN1006",
  'must be an absolute path without ".."',
  (value) => value.startsWith("/") && !value.split("/").includes(".."),
);
const items = z.array(
  z.strictObject({ key: z.string().min(1), path: relativePath, mode: whole(0, highestMode).optional() }),
);
const projectedObject = z.strictObject({
  name: objectName,
  items: items.optional(),
  optional: z.boolean().optional(),
}) satisfies z.ZodType<ProjectedObjectArgs>;
const object = z.strictObject({
  name: objectName,
  items: items.optional(),
  mode: whole(0, highestMode).optional(),
  optional: z.boolean().optional(),
}) satisfies z.ZodType<VolumeObjectArgs>;
const podField = z.strictObject({
  path: relativePath,
  fieldPath: z.string().min(1).optional(),
  resource: z.string().min(1).optional(),
  container: z.string().min(1).optional(),
  divisor: quantity.optional(),
  mode: whole(0, highestMode).optional(),
}) satisfies z.ZodType<PodFieldArgs>;
const source = z.strictObject({
  configMap: projectedObject.optional(),
  secret: projectedObject.optional(),
  serviceAccountToken: z
    .strictObject({
      path: relativePath,
      audience: z.string().min(1).optional(),
      expirationSeconds: whole(600, 4294967296).optional(),
    })
    .optional(),
  podFields: z.array(podField).min(1).optional(),
}) satisfies z.ZodType<ProjectedSourceArgs>;

export const volumeShape = z.strictObject({
  name: text(
    "KN4001",
    "must be a DNS label: lower-case letters, digits and '-', at most 63 characters",
    (value) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
  ),
  configMap: object.optional(),
  secret: object.optional(),
  emptyDir: z.strictObject({ inMemory: z.boolean().optional(), sizeLimit: quantity.optional() }).optional(),
  projected: z
    .strictObject({ sources: z.array(source).min(1), mode: whole(0, highestMode).optional() })
    .optional(),
  persistentVolumeClaim: z
    .strictObject({ claimName: objectName, readOnly: z.boolean().optional() })
    .optional(),
  csi: z
    .strictObject({
      driver: z.string().min(1),
      readOnly: z.boolean().optional(),
      fsType: z.string().min(1).optional(),
      attributes: texts.optional(),
      secretName: objectName.optional(),
    })
    .optional(),
  hostPath: z.strictObject({ path: absolutePath, type: z.enum(HostPathType).optional() }).optional(),
  image: z
    .strictObject({ reference: leaf(image), pullPolicy: z.enum(ImagePullPolicy).optional() })
    .optional(),
  ephemeral: z
    .strictObject({
      storage: quantity,
      storageClassName: z.string().min(1).optional(),
      accessModes: z.array(z.enum(AccessMode)).min(1).optional(),
    })
    .optional(),
}) satisfies z.ZodType<VolumeArgs>;

export const volumeMountShape = z.strictObject({
  name: z.string().min(1),
  mountPath: text("KN1006", "must be an absolute path", (value) => value.startsWith("/")),
  subPath: relativePath.optional(),
  readOnly: z.boolean().optional(),
  mountPropagation: z.enum(MountPropagation).optional(),
}) satisfies z.ZodType<VolumeMountArgs>;
