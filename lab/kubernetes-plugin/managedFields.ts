import { isMap, pluck, pluckMaps, pluckString, type ValueMap } from "./value";

/** Managers whose fields the object's own manager takes over at its first server-side apply. */
const absorbed: readonly { readonly prefix: string; readonly operation: string }[] = [
  { prefix: "kubectl", operation: "Apply" },
  { prefix: "kubectl", operation: "Update" },
  { prefix: "before-first-apply", operation: "Update" },
  { prefix: "pulumi-kubernetes", operation: "Update" },
  { prefix: "pulumi-resource-kubernetes", operation: "Update" },
];

/** The manager that a plain create writes under. */
export const createManager = "pulumi-kubernetes";

const csaManagers = ["pulumi-resource-kubernetes", "pulumi-kubernetes", "pulumi-kubernetes.exe"];

/**
 * The managed fields with the entries of earlier tools moved to `manager`, as an applied entry; undefined where there
 * is nothing to move.
 */
export function absorbManagers(object: ValueMap, manager: string): ValueMap[] | undefined {
  const entries = pluckMaps(object, "metadata", "managedFields");
  const own = entries.findLast((entry) => entry["manager"] === manager && entry["operation"] === "Apply");
  const others = entries.filter((entry) => entry !== own);
  const taken = others.filter(isAbsorbed);
  const [first, ...rest] = own === undefined ? taken : [own, ...taken];
  if (first === undefined || taken.length === 0) {
    return undefined;
  }
  const fieldsV1 = rest.reduce((fields, entry) => mergeFields(fields, fieldsOf(entry)), fieldsOf(first));
  return [
    ...others.filter((entry) => !taken.includes(entry)),
    { ...first, manager, operation: "Apply", fieldsV1 },
  ];
}

function isAbsorbed(entry: ValueMap): boolean {
  return (
    pluckString(entry, "subresource") === "" &&
    absorbed.some(
      ({ prefix, operation }) =>
        operation === entry["operation"] && pluckString(entry, "manager").startsWith(prefix),
    )
  );
}

function fieldsOf(entry: ValueMap): ValueMap {
  const fields = entry["fieldsV1"];
  return isMap(fields) ? fields : {};
}

function mergeFields(a: ValueMap, b: ValueMap): ValueMap {
  return Object.entries(b).reduce<ValueMap>((merged, [key, value]) => {
    const own = merged[key];
    return { ...merged, [key]: isMap(own) && isMap(value) ? mergeFields(own, value) : value };
  }, a);
}

/** Whether only managers other than `manager` set the field. The path holds map keys only. */
export function isTheirs(object: ValueMap, manager: string, path: readonly string[]): boolean {
  const fieldPath = path.map((key) => `f:${key}`);
  const owners = pluckMaps(object, "metadata", "managedFields").filter(
    (entry) => pluck(entry["fieldsV1"], ...fieldPath) !== undefined,
  );
  return owners.length > 0 && owners.every((entry) => entry["manager"] !== manager);
}

/** Whether an entry of this provider's plain create is still there, so that only a preview has to force. */
export function hasCreateEntry(object: ValueMap): boolean {
  return pluckMaps(object, "metadata", "managedFields").some(
    (entry) => entry["operation"] === "Update" && csaManagers.includes(pluckString(entry, "manager")),
  );
}
