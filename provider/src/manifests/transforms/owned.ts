import {
  getAt,
  isObject,
  setAt,
  without,
  type Json,
  type Manifest,
  type Path,
  type Transform,
} from "../manifest";

/**
 * Leaves out what controllers write, so that nobody fights them for it: certificate authorities, rules and paths of webhooks,
 * contents of Secrets that are filled by their owner, rules of roles that are put together from others. A webhook without rules
 * is asked nothing, so it can't refuse anything before its program has signed in.
 */
export const dropControllerOwned: Transform = (manifest) => {
  switch (manifest.kind) {
    case "MutatingWebhookConfiguration":
    case "ValidatingWebhookConfiguration":
      return setAt(manifest, ["webhooks"], listAt(manifest, ["webhooks"]).map(withoutSignIn));
    case "Secret":
      return isEmpty(manifest.data) ? setAt(manifest, ["data"], undefined) : manifest;
    case "ClusterRole":
      return manifest.aggregationRule === undefined ? manifest : setAt(manifest, ["rules"], undefined);
    default:
      return manifest;
  }
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

function withoutSignIn(webhook: Json): Json {
  if (!isObject(webhook)) {
    return webhook;
  }
  const written: readonly Path[] = [
    ["clientConfig", "caBundle"],
    ["clientConfig", "service", "path"],
    ["clientConfig", "service", "port"],
  ];
  return written.reduce<Json>((changed, path) => setAt(changed, path, undefined), without(webhook, "rules"));
}

function listAt(manifest: Manifest, path: Path): readonly Json[] {
  const list = getAt(manifest, path);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function isEmpty(value: Json): boolean {
  return value === null || (isObject(value) && Object.keys(value).length === 0);
}
