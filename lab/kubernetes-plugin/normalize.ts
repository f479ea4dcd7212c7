import { gvkOf, isCrd, isKnownGroup } from "./kinds";
import { canonicalQuantity } from "./quantity";
import {
  isArray,
  hasUnknown,
  isMap,
  pluck,
  pluckString,
  withoutPath,
  type Value,
  type ValueMap,
} from "./value";

const serverFields = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Maps from names to quantities. */
const quantityMaps = new Set(["limits", "requests", "overhead", "hard"]);
/** The same where the kind says so: these names mean other things elsewhere. */
const quantityMapsOf: Readonly<Record<string, readonly string[]>> = {
  PersistentVolume: ["capacity"],
  LimitRange: ["default", "defaultRequest", "max", "min", "maxLimitRequestRatio"],
};
/** Single quantities, by the key of the map they are in. */
const quantityFields: Readonly<Record<string, readonly string[]>> = {
  emptyDir: ["sizeLimit"],
  resourceFieldRef: ["divisor"],
  target: ["averageValue", "value"],
};

/** Maps whose keys the user chooses: an empty value in them means something. */
const freeMaps = new Set(
  "data stringData binaryData labels annotations matchLabels nodeSelector selector parameters options volumeAttributes".split(
    " ",
  ),
);

/** Booleans and numbers that the API server leaves out where they are false or 0. */
const dropsZero = new Set(
  (
    "globalDefault hostIPC hostNetwork hostPID paused publishNotReadyAddresses readOnly stdin stdinOnce tty unschedulable " +
    "failureThreshold healthCheckNodePort hostPort initialDelaySeconds minReadySeconds nodePort successThreshold"
  ).split(" "),
);
/** The same, but only in some maps. */
const dropsZeroIn: Readonly<Record<string, (parent: string) => boolean>> = {
  periodSeconds: (parent) => parent.endsWith("Probe"),
  timeoutSeconds: (parent) => parent.endsWith("Probe"),
  readOnly: (parent) => parent !== "csi" && parent !== "azureDisk",
};

/** Strings that the API server keeps where they are empty. */
const keepsEmpty = new Set(
  (
    "appProtocol completionMode failurePolicy fsGroupChangePolicy ingressClassName internalTrafficPolicy ipFamilyPolicy " +
    "loadBalancerClass localhostProfile matchPolicy mountPropagation pathType preemptionPolicy procMount reclaimPolicy " +
    "runtimeClassName scope sideEffects storageClassName timeZone trafficDistribution volumeAttributesClassName " +
    "volumeBindingMode volumeMode name namespace key apiVersion kind operator effect"
  ).split(" "),
);

/** Lists that the API server keeps where they are empty. */
const keepsEmptyList = new Set(
  "rules verbs containers nodeSelectorTerms sources values limits items paths endpoints addresses".split(" "),
);

/**
 * Brings inputs into the form in which the API server gives them back, so that equal meanings give no difference.
 * Objects of custom kinds only lose the fields that the server fills.
 */
export function normalizeInputs(inputs: ValueMap): ValueMap {
  const { group, kind } = gvkOf(inputs);
  const known = isKnownGroup(group) && pluckString(inputs, "apiVersion") !== "" && !hasUnknown(inputs);
  return withoutServerFields(known ? normalizeKnown(inputs, kind, group) : inputs);
}

function normalizeKnown(inputs: ValueMap, kind: string, group: string): ValueMap {
  if (isCrd(inputs)) {
    return normalizeCrd(inputs);
  }
  return kind === "Secret" && group === "" ? normalizeSecret(inputs) : normalizeMap(inputs, kind, "");
}

function withoutServerFields(object: ValueMap): ValueMap {
  return serverFields.reduce((result, field) => withoutPath(result, ["metadata", field]), object);
}

function normalizeCrd(crd: ValueMap): ValueMap {
  const path = ["spec", "preserveUnknownFields"];
  return withoutPath(pluck(crd, ...path) === false ? withoutPath(crd, path) : crd, ["status"]);
}

/** `stringData` becomes `data`, as the API server does it; `data` is brought into one form of base64. */
function normalizeSecret(secret: ValueMap): ValueMap {
  const stringData = pluck(secret, "stringData");
  const data = pluck(secret, "data");
  if (isMap(stringData) && Object.keys(stringData).length > 0) {
    const encoded = mapStrings(stringData, (text) => Buffer.from(text, "utf8").toString("base64"));
    return { ...withoutPath(secret, ["stringData"]), data: { ...(isMap(data) ? data : {}), ...encoded } };
  }
  return isMap(data) ? { ...secret, data: mapStrings(data, oneBase64Form) } : secret;
}

function oneBase64Form(text: string): string {
  const packed = text.replace(/\s/g, "");
  return /^[A-Za-z0-9+/]*={0,2}$/.test(packed) ? Buffer.from(packed, "base64").toString("base64") : text;
}

function mapStrings(map: ValueMap, change: (text: string) => string): ValueMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, typeof value === "string" ? change(value) : value]),
  );
}

function normalizeMap(map: ValueMap, kind: string, parent: string): ValueMap {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([key, value]) => !isDropped(key, value, parent))
      .map(([key, value]) => [key, normalizeField(key, value, kind, parent)]),
  );
}

function normalizeField(key: string, value: Value, kind: string, parent: string): Value {
  if (freeMaps.has(key) && isMap(value) && !("matchLabels" in value || "matchExpressions" in value)) {
    return value;
  }
  if (isMap(value) && (quantityMaps.has(key) || (quantityMapsOf[kind]?.includes(key) ?? false))) {
    return Object.fromEntries(Object.entries(value).map(([name, amount]) => [name, quantity(amount)]));
  }
  if (quantityFields[parent]?.includes(key) ?? false) {
    return quantity(value);
  }
  if (isArray(value)) {
    return value.map((element) => (isMap(element) ? normalizeMap(element, kind, key) : element));
  }
  return isMap(value) ? normalizeMap(value, kind, key) : value;
}

function quantity(value: Value): Value {
  return typeof value === "string" || typeof value === "number" ? canonicalQuantity(value) : value;
}

function isDropped(key: string, value: Value, parent: string): boolean {
  if (value === null) {
    return true;
  }
  if (value === false || value === 0) {
    return dropsZeroIn[key]?.(parent) ?? dropsZero.has(key);
  }
  if (value === "") {
    return !keepsEmpty.has(key);
  }
  if (isArray(value)) {
    return value.length === 0 && !(keepsEmptyList.has(key) && parent !== "webhooks");
  }
  return freeMaps.has(key) && isMap(value) && Object.keys(value).length === 0 && key !== "selector";
}
