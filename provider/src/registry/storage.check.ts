import { z } from "zod";
import { objectName } from "../release/images.check";
import { isDnsSubdomain, leaf, quantity, text, type Problem } from "../problems";
import {
  RegistryAccessMode,
  type RegistryNfsArgs,
  type RegistryS3Args,
  type RegistryStorageArgs,
  type RegistryVolumeArgs,
} from "./storage.args";

const server = text(
  "KN1006",
  "must be a host name or an IPv4 address, without path",
  (value) => isDnsSubdomain(value) || z.ipv4().safeParse(value).success,
);
const path = text(
  "KN1006",
  "must be an absolute path such as /data/registry",
  (value) => /^\/[^\s:]*$/.test(value) && !value.split("/").includes(".."),
);
// AWS' rules of bucket names.
const bucket = text(
  "KN1006",
  "must be the name of a bucket: 3 to 63 lower-case letters, digits, '.' and '-'",
  (value) => value.length <= 63 && /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/.test(value),
);

export const storageShape = z.strictObject({
  volume: (
    z.strictObject({
      size: quantity.optional(),
      storageClass: objectName.optional(),
      accessMode: z.enum(RegistryAccessMode).optional(),
    }) satisfies z.ZodType<RegistryVolumeArgs>
  ).optional(),
  nfs: (
    z.strictObject({ server, path, size: quantity.optional() }) satisfies z.ZodType<RegistryNfsArgs>
  ).optional(),
  s3: (
    z.strictObject({
      bucket,
      region: z.string().min(1),
      endpoint: z.url({ protocol: /^https?$/, error: "must be a URL of http or https" }).optional(),
      forcePathStyle: z.boolean().optional(),
      rootDirectory: path.optional(),
      redirect: z.boolean().optional(),
      accessKey: leaf(z.string().min(1)).optional(),
      secretKey: leaf(z.string().min(1)).optional(),
    }) satisfies z.ZodType<RegistryS3Args>
  ).optional(),
}) satisfies z.ZodType<RegistryStorageArgs>;

/** Rules between the properties. */
export function checkStorage(storage: RegistryStorageArgs = {}): Problem[] {
  const names = (["volume", "nfs", "s3"] as const).filter((name) => storage[name] !== undefined);
  return [
    ...names.slice(1).map((name): Problem => ({
      path: `storage.${name}`,
      code: "KN1008",
      reason: `excludes ${names[0]}: images lie in one place`,
    })),
    ...checkRegion(storage.s3),
    ...checkKeys(storage.s3),
  ];
}

/** The program knows the regions of AWS, and doesn't start with another unless there is an endpoint. */
function checkRegion(s3: RegistryS3Args | undefined): Problem[] {
  const isFine =
    s3 === undefined || s3.endpoint !== undefined || /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(s3.region);
  const reason = `"${s3?.region}" is no region of AWS such as eu-central-1; for what only speaks as S3 does, set endpoint`;
  return isFine ? [] : [{ path: "storage.s3.region", code: "KN1006", reason }];
}

function checkKeys(s3: RegistryS3Args | undefined): Problem[] {
  const keys = ["accessKey", "secretKey"] as const;
  const missing = keys.filter((name) => s3?.[name] === undefined);
  return missing.length === 1
    ? missing.map((name) => ({
        path: `storage.s3.${name}`,
        code: "KN1005",
        reason: "is required with the other key; leave both out where the cloud gives the pods theirs",
      }))
    : [];
}
