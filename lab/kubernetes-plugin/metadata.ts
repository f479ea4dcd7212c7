import { createHash, randomBytes } from "node:crypto";
import { isMap, pluck, pluckString, Secret, Unknown, withPath, type Value, type ValueMap } from "./value";

/** Annotations that steer the provider. */
export const annotations = {
  autonamed: "pulumi.com/autonamed",
  skipAwait: "pulumi.com/skipAwait",
  waitFor: "pulumi.com/waitFor",
  timeoutSeconds: "pulumi.com/timeoutSeconds",
  replaceUnready: "pulumi.com/replaceUnready",
  patchForce: "pulumi.com/patchForce",
  patchFieldManager: "pulumi.com/patchFieldManager",
  deletionPropagation: "pulumi.com/deletionPropagationPolicy",
} as const;

export function annotation(object: ValueMap, key: string): string {
  return pluckString(object, "metadata", "annotations", key);
}

export function isTrue(object: ValueMap, key: string): boolean {
  return annotation(object, key) === "true";
}

export function nameOf(object: ValueMap): string {
  return pluckString(object, "metadata", "name");
}

export function namespaceOf(object: ValueMap): string {
  return pluckString(object, "metadata", "namespace");
}

/** The resource id of an object: `namespace/name`, or `name` at cluster scope. */
export function idOf(object: ValueMap): string {
  const namespace = namespaceOf(object);
  return namespace === "" ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

export function parseId(id: string): { readonly namespace: string; readonly name: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}

/** How the dependents of a deleted object go. */
export function deletionPropagation(inputs: ValueMap): "Foreground" | "Background" | "Orphan" {
  switch (annotation(inputs, annotations.deletionPropagation).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

/** How long to wait, in seconds: the resource option first, then the annotation, then 10 minutes. */
export function timeoutSeconds(option: number, inputs: ValueMap): number {
  if (option !== 0) {
    return Math.trunc(option);
  }
  const text = annotation(inputs, annotations.timeoutSeconds);
  return /^[+-]?\d+$/.test(text) ? Number(text) : 600;
}

/** Whether the object has a name, or will have one once an unknown is known. */
export function isNamed(object: ValueMap): boolean {
  const name = pluck(object, "metadata", "name");
  return name instanceof Unknown || (typeof name === "string" && name !== "");
}

/** Whether the server is to choose the name. */
export function isGenerateName(object: ValueMap): boolean {
  const prefix = pluck(object, "metadata", "generateName");
  return !isNamed(object) && (prefix instanceof Unknown || (typeof prefix === "string" && prefix !== ""));
}

export function isAutonamed(object: ValueMap): boolean {
  return isTrue(object, annotations.autonamed);
}

/** The object with a name that the provider chose, marked so. Unknown metadata stays as it is. */
export function withAutoname(object: ValueMap, name: string): ValueMap {
  const metadata = object["metadata"];
  if (metadata instanceof Unknown || metadata instanceof Secret) {
    return object;
  }
  const named = withPath(object, ["metadata", "name"], name);
  return pluck(named, "metadata", "annotations") instanceof Unknown
    ? named
    : withPath(named, ["metadata", "annotations", annotations.autonamed], "true");
}

/** `prefix` and eight hex digits; the same seed gives the same name, so that a preview and its update agree. */
export function uniqueName(prefix: string, seed: Uint8Array): string {
  const digits =
    seed.length === 0
      ? randomBytes(4).toString("hex")
      : createHash("sha256").update(prefix).update(seed).digest("hex");
  return `${prefix}${digits.slice(0, 8)}`;
}

/** The object in the namespace; "" takes the namespace away. */
export function withNamespace(object: ValueMap, namespace: string): ValueMap {
  const metadata: Value | undefined = object["metadata"];
  if (metadata !== undefined && !isMap(metadata)) {
    return object;
  }
  if (namespace !== "") {
    return withPath(object, ["metadata", "namespace"], namespace);
  }
  if (metadata === undefined || !Object.hasOwn(metadata, "namespace")) {
    return object;
  }
  return {
    ...object,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== "namespace")),
  };
}
