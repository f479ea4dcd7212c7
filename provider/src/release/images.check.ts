import { z } from "zod";
import { image, isDnsSubdomain, leaf, text, type Problem } from "../problems";
import { ImageLayout, type ImagesArgs } from "./images.args";

/** Name of an object in the cluster. */
export const objectName = text("KN4001", "must be the name of a Kubernetes object", isDnsSubdomain);

/** A registry's host with an optional port and path. */
export const registry = text(
  "KN4009",
  "must be a registry's host with an optional port and path, such as registry.example.com/knative",
  (value) => /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)*$/.test(value) && !value.endsWith("/"),
);

export const imagesShape = z.strictObject({
  registry: registry.optional(),
  layout: z.enum(ImageLayout).optional(),
  overrides: z.record(z.string(), image).optional(),
  pullSecrets: z.array(objectName).optional(),
  credentials: z
    .strictObject({ username: leaf(z.string().min(1)), password: leaf(z.string().min(1)) })
    .optional(),
}) satisfies z.ZodType<ImagesArgs>;

/** Settings of images that nothing would come of. */
export function checkImages({ credentials, layout, registry: home }: ImagesArgs = {}): Problem[] {
  return Object.entries({ credentials, layout }).flatMap(([path, value]): Problem[] =>
    value !== undefined && home === undefined
      ? [{ path, code: "KN3106", reason: "has no effect without registry; set registry or remove it" }]
      : [],
  );
}
