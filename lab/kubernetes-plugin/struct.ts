import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isArray, isMap, Secret, Unknown, type Value, type ValueMap } from "./value";

/** The key whose value says what a map really is (Pulumi's wire format). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** One marker string for each type that an unknown may get: string, boolean, number, array, asset, archive, map. */
const unknownMarkers = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The properties in a message from the engine. No message means no properties. */
export function decodeStruct(struct: Struct | undefined): ValueMap {
  return struct === undefined ? {} : decodeMap(struct.toJavaScript());
}

/** The message for the engine. */
export function encodeStruct(map: ValueMap): Struct {
  return Struct.fromJavaScript(encodeMap(map));
}

function decodeMap(map: { [key: string]: JavaScriptValue }): ValueMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, decode(value)]));
}

function decode(value: JavaScriptValue): Value {
  if (typeof value === "string") {
    return unknownMarkers.has(value) ? Unknown.instance : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(decode);
  }
  const map = value as { [key: string]: JavaScriptValue };
  switch (map[signatureKey]) {
    case undefined:
      return decodeMap(map);
    case secretSignature:
      return new Secret(decode(map["value"] ?? null));
    case outputSignature:
      return decodeOutput(map);
    default:
      throw new Error("assets, archives and resource references have no place in a Kubernetes object");
  }
}

function decodeOutput(map: { [key: string]: JavaScriptValue }): Value {
  const value = map["value"] === undefined ? Unknown.instance : decode(map["value"]);
  return map["secret"] === true ? new Secret(value) : value;
}

function encodeMap(map: ValueMap): { [key: string]: JavaScriptValue } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, encode(value)]));
}

function encode(value: Value): JavaScriptValue {
  if (value instanceof Unknown) {
    return unknownString;
  }
  if (value instanceof Secret) {
    return { [signatureKey]: secretSignature, value: encode(value.element) };
  }
  if (isArray(value)) {
    return value.map(encode);
  }
  return isMap(value) ? encodeMap(value) : value;
}
