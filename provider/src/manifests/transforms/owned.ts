import {
  getAt,
  isKind,
  isObject,
  setAt,
  without,
  type Json,
  type Manifest,
  type Transform,
} from "../manifest";
import { controllerWritten } from "../phases";

/**
 * Leaves out what controllers write, so that nobody fights them for it: certificate authorities, rules and paths of webhooks,
 * contents of Secrets that are filled by their owner, rules of roles that are put together from others. A webhook without rules
 * is asked nothing, so it can't refuse anything before its program has signed in.
 */
export const dropControllerOwned: Transform = (manifest) => {
  const own =
    isKind(manifest, "Secret") && isEmpty(manifest.data) ? setAt(manifest, ["data"], undefined) : manifest;
  return controllerWritten(own).reduce<Manifest>(
    (changed, path) => withoutField(changed, path.split(".")) as Manifest,
    own,
  );
};

/** Leaves out what only a living object has: its state, and empty times that code generators write. */
export const dropState: Transform = (manifest) =>
  [
    ["status"],
    ["metadata", "creationTimestamp"],
    ["spec", "template", "metadata", "creationTimestamp"],
  ].reduce(
    (changed, path) =>
      path[0] === "status" || getAt(changed, path) === null ? setAt(changed, path, undefined) : changed,
    manifest,
  );

/**
 * Gives a fixed name to what was to be named by the API server, made of its prefix and a text such as the release's version:
 * Jobs can't be changed, so a new release needs a new one.
 */
export function fixGeneratedNames(suffix: string): Transform {
  return (manifest) => {
    const { generateName } = manifest.metadata;
    if (generateName === undefined) {
      return manifest;
    }
    const name = `${generateName.replace(/-+$/, "")}-${suffix.toLowerCase().replace(/[^a-z0-9-]+/g, "-")}`;
    return setAt(setAt(manifest, ["metadata", "generateName"], undefined), ["metadata", "name"], name);
  };
}

/** A value without a field; a step that ends in `[*]` stands for all entries of a list. */
function withoutField(value: Json, [step = "", ...rest]: readonly string[]): Json {
  const name = step.replace("[*]", "");
  if (!isObject(value) || value[name] === undefined) {
    return value;
  }
  const held = value[name];
  if (rest.length === 0) {
    return without(value, name);
  }
  const inner =
    step.endsWith("[*]") && Array.isArray(held)
      ? held.map((entry) => withoutField(entry, rest))
      : withoutField(held, rest);
  return { ...value, [name]: inner };
}

function isEmpty(value: Json): boolean {
  return value === null || (isObject(value) && Object.keys(value).length === 0);
}
