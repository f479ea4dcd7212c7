/** A value that the engine keeps to itself. */
export const SECRET: unique symbol = Symbol("secret");
/** A value that is known only once the resources before it are there. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A property's value, with the engine's encodings taken apart. */
export type Value =
  typeof SECRET | typeof UNKNOWN | null | boolean | number | string | readonly Value[] | Properties;

export interface Properties {
  readonly [key: string]: Value;
}

export interface Decoded<T> {
  readonly value: T;
  /** Plain texts of the secrets in it, for taking them out of other texts. */
  readonly plaintexts: readonly string[];
}

/** The engine marks what is more than JSON by this key: pulumi/pulumi, sdk/go/common/resource/sig. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** How the engine writes unknown values of each type: sdk/go/common/resource/plugin/rpc.go. */
const unknowns = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What a blinded secret reads where its mark was lost, as in `pulumi preview --json`. */
export const SECRET_TEXT = "[secret]";

/** Takes a resource's properties apart. */
export function decodeProperties(json: Readonly<Record<string, unknown>>): Decoded<Properties> {
  const entries = Object.entries(json).map(([key, value]) => [key, decode(value)] as const);
  return {
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    plaintexts: entries.flatMap(([, { plaintexts }]) => plaintexts),
  };
}

/** Takes a value of an engine event apart. */
export function decode(json: unknown): Decoded<Value> {
  if (typeof json === "string") {
    return known(json === SECRET_TEXT ? SECRET : unknowns.has(json) ? UNKNOWN : json);
  }
  if (Array.isArray(json)) {
    const items = json.map(decode);
    return {
      value: items.map(({ value }) => value),
      plaintexts: items.flatMap(({ plaintexts }) => plaintexts),
    };
  }
  if (typeof json === "object" && json !== null) {
    const object = json as Readonly<Record<string, unknown>>;
    return signatureKey in object ? decodeSigned(object) : decodeProperties(object);
  }
  return known(typeof json === "number" || typeof json === "boolean" ? json : null);
}

function decodeSigned(object: Readonly<Record<string, unknown>>): Decoded<Value> {
  switch (object[signatureKey]) {
    case signatures.secret:
      return { value: SECRET, plaintexts: plaintextsOf(object.plaintext ?? object.value) };
    case signatures.output:
      return object.secret === true
        ? { value: SECRET, plaintexts: plaintextsOf(object.value) }
        : object.value === undefined
          ? known(UNKNOWN)
          : decode(object.value);
    case signatures.asset:
      return known(`asset ${fingerprint(object)}`);
    case signatures.archive:
      return known(`archive ${fingerprint(object)}`);
    case signatures.resource:
      return known(`resource ${text(object.urn)}`);
    default:
      return decodeProperties(
        Object.fromEntries(Object.entries(object).filter(([key]) => key !== signatureKey)),
      );
  }
}

function known(value: Value): Decoded<Value> {
  return { value, plaintexts: [] };
}

/** What tells two assets apart: their hash, else where they come from. */
function fingerprint({ hash, path, uri }: Readonly<Record<string, unknown>>): string {
  return [hash, path, uri].map(text).find((word) => word !== "") ?? "";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The texts in a secret's value, which in its encoding is JSON in a string. */
function plaintextsOf(encoded: unknown): string[] {
  const value: unknown = typeof encoded === "string" ? parseOr(encoded) : encoded;
  return value === undefined ? [] : textsIn(decode(value).value);
}

function parseOr(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** Every text in a value. */
export function textsIn(value: Value | undefined): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return isContainer(value) ? Object.values(value).flatMap(textsIn) : [];
}

export function isContainer(value: Value | undefined): value is readonly Value[] | Properties {
  return typeof value === "object" && value !== null;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is Properties {
  return isContainer(value) && !isList(value);
}
