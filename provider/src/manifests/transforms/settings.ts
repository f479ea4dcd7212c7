import { isKind, isObject, setAt, without, type Manifest, type Transform } from "../manifest";

const exampleKey = "_example";
const exampleChecksum = "knative.dev/example-checksum";

/**
 * Takes the worked example out of a ConfigMap, with the annotation that vouches for it: Knative refuses a changed example under
 * the old checksum, and neither has any effect.
 */
export const dropExamples: Transform = (manifest) => {
  if (!isKind(manifest, "ConfigMap")) {
    return manifest;
  }
  const { annotations = {} } = manifest.metadata;
  const data = isObject(manifest.data) ? manifest.data : {};
  const unannotated =
    annotations[exampleChecksum] === undefined
      ? manifest
      : setAt(manifest, ["metadata", "annotations"], undefinedIfEmpty(without(annotations, exampleChecksum)));
  return data[exampleKey] === undefined
    ? unannotated
    : setAt(unannotated, ["data"], undefinedIfEmpty(without(data, exampleKey)));
};

/** Sets entries of the ConfigMap of a name, beside those it has. */
export function mergeConfigMapData(name: string, data: Readonly<Record<string, string>>): Transform {
  return (manifest) =>
    isKind(manifest, "ConfigMap", name) && Object.keys(data).length > 0
      ? setAt(dropExamples(manifest), ["data"], { ...dataOf(dropExamples(manifest)), ...data })
      : manifest;
}

/** Names of the ConfigMaps among the manifests. */
export function configMapNames(manifests: readonly Manifest[]): readonly string[] {
  return manifests.filter((manifest) => isKind(manifest, "ConfigMap")).map(({ metadata }) => metadata.name);
}

function dataOf({ data }: Manifest): Readonly<Record<string, unknown>> {
  return isObject(data) ? data : {};
}

function undefinedIfEmpty(
  object: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
