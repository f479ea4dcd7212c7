import { hasSecret, isMap, plainMap, Secret, type Value, type ValueMap } from "./value";

/** Where a resource's state keeps what is not part of the object. */
export const stateKeys = {
  inputs: "__inputs",
  initialApiVersion: "__initialApiVersion",
  fieldManager: "__fieldManager",
} as const;

/** Keys of a CRD's schema that are no identifiers in most languages, so that the SDKs spell them with underscores. */
const dashed = [
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const toDashes = new Map(dashed.map((key) => [key.replaceAll("-", "_"), key]));
const toUnderscores = new Map(dashed.map((key) => [key, key.replaceAll("-", "_")]));

/** The object that the properties describe, as the API server wants it. Secrets are bare, unknowns stay. */
export function objectOf(properties: ValueMap): ValueMap {
  return plainMap(properties, (key) => toDashes.get(key) ?? key);
}

/** What a state holds. */
export interface Checkpoint {
  readonly inputs: ValueMap;
  readonly live: ValueMap;
  readonly initialApiVersion: string | undefined;
  readonly fieldManager: string | undefined;
}

/** Takes a resource's state apart. */
export function parseCheckpoint(state: ValueMap): Checkpoint {
  const object = objectOf(state);
  const { [stateKeys.inputs]: inputs, ...live } = object;
  return {
    inputs: isMap(inputs) ? inputs : {},
    live,
    initialApiVersion: text(object[stateKeys.initialApiVersion]),
    fieldManager: text(object[stateKeys.fieldManager]),
  };
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * The state of a resource: the live object at the top, so that programs can read its status, and beside it the inputs.
 *
 * @param properties the inputs with their secrets, which say what is secret in the state
 */
export function makeCheckpoint(
  inputs: ValueMap,
  live: ValueMap,
  properties: ValueMap,
  initialApiVersion: string,
  fieldManager: string,
): ValueMap {
  const rename = (key: string): string => toUnderscores.get(key) ?? key;
  return {
    ...markSecrets(plainMap(live, rename), properties),
    [stateKeys.inputs]: markSecrets(plainMap(inputs, rename), properties),
    [stateKeys.initialApiVersion]: initialApiVersion,
    [stateKeys.fieldManager]: fieldManager,
  };
}

/**
 * The values with what is secret in `source` made secret. Maps are walked, so that one secret does not hide the whole
 * object; a list with a secret in it is secret as a whole. Data of a Secret is always secret.
 */
export function markSecrets(values: ValueMap, source: ValueMap): ValueMap {
  if (values["kind"] === "Secret") {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        key === "data" || key === "stringData" ? seal(value) : value,
      ]),
    );
  }
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const from = source[key];
      if (isMap(value) && isMap(from)) {
        return [key, markSecrets(value, from)];
      }
      return [key, hasSecret(from) ? seal(value) : value];
    }),
  );
}

function seal(value: Value): Value {
  return value instanceof Secret ? value : new Secret(value);
}
