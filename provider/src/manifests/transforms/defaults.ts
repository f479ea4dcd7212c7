import { isObject, setAt, type Json, type Transform } from "../manifest";
import { mapContainers } from "../pods";

/**
 * Writes what the API server fills into references to a pod's own fields. It compares such a reference whole: without the default a
 * second apply differs from what the first one left, and where that one belongs to another field manager (an update that was killed
 * has had one of its own), it is a conflict that no later update gets over.
 */
export const writeFieldRefDefaults: Transform = (manifest) =>
  mapContainers(manifest, (container) => {
    const { env } = container;
    return Array.isArray(env) ? { ...container, env: env.map(withApiVersion) } : container;
  });

const apiVersion = ["valueFrom", "fieldRef", "apiVersion"] as const;

function withApiVersion(variable: Json): Json {
  const from = isObject(variable) ? variable.valueFrom : undefined;
  const field = isObject(from) ? from.fieldRef : undefined;
  return isObject(field) && field.apiVersion === undefined ? setAt(variable, apiVersion, "v1") : variable;
}
