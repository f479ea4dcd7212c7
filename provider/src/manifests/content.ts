import { createHash } from "node:crypto";
import { all, isSecret, output, Output, type Input } from "@pulumi/pulumi";
import { isObject, type Json, type Manifest } from "./manifest";

/** Annotation of objects that are waited for: a mark of what they are to be. */
export const contentAnnotation = "knative.pulumi.com/content";
const waitForAnnotation = "pulumi.com/waitFor";

/**
 * The object with a wait that only its new state can end. The Kubernetes provider watches objects through one cache per kind, which may
 * lag behind what it has just written: an object that fulfils its condition as it was before an update would end the wait at once, with
 * what it was, and that would be in the outputs and the state. So the condition asks for a mark of the new content, too.
 */
export function awaitingItself(manifest: Manifest): Manifest {
  const { [waitForAnnotation]: waitFor, ...annotations } = (manifest.metadata.annotations ?? {}) as Readonly<
    Record<string, Input<string>>
  >;
  if (waitFor === undefined) {
    return manifest;
  }
  const mark = contentMark({ ...manifest, metadata: { ...manifest.metadata, annotations } as never });
  const conditions =
    typeof waitFor === "string" && typeof mark === "string"
      ? withMark(waitFor, mark)
      : all([waitFor, mark]).apply(([wanted, known]) => withMark(wanted, known));
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      // Inputs, which the types of manifests don't know: they pass through untouched.
      annotations: { ...annotations, [contentAnnotation]: mark, [waitForAnnotation]: conditions } as never,
    },
  };
}

/** A condition, or several as a JSON list, with one more: the mark. */
function withMark(waitFor: string, mark: string): string {
  const conditions = waitFor.startsWith("[") ? (JSON.parse(waitFor) as string[]) : [waitFor];
  return JSON.stringify([...conditions, `jsonpath={.metadata.annotations['${contentAnnotation}']}=${mark}`]);
}

function contentMark(manifest: Manifest): Input<string> {
  return holdsPending(manifest) ? output(withoutSecrets(manifest) as object).apply(hash) : hash(manifest);
}

function hash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
}

/** Whether something in it is known only later. */
export function holdsPending(value: Json): boolean {
  return (
    Output.isInstance(value) ||
    value instanceof Promise ||
    (Array.isArray(value)
      ? value.some(holdsPending)
      : isObject(value) && Object.values(value).some(holdsPending))
  );
}

/** Of what is secret not even a mark may tell: an object that changes in secrets alone has the same one. */
function withoutSecrets(value: Json): Json {
  if (Output.isInstance(value)) {
    return output(isSecret(value)).apply((secret): Json => (secret ? "" : value));
  }
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]))
    : value;
}
