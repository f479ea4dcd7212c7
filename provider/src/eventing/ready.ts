import type { Json, ManifestMetadata } from "../manifests/manifest";

export const defaultReadyTimeoutSeconds = 300;
export const defaultNamespace = "default";

/** Ready, and that is said of the object as it is now, not as it was before the update. */
const readyNow =
  "jsonpath={.status.conditions[?@.type=='Ready'&&(@.status=='True'&&$.status.observedGeneration==$.metadata.generation)].type}=Ready";

/**
 * What Pulumi is to wait for. Removal is left as it is, in the foreground: what Knative made of an object has finalizers that need
 * controllers, which may be the next to go.
 */
export function readyAnnotations(
  timeoutSeconds = defaultReadyTimeoutSeconds,
): Readonly<Record<string, string>> {
  return timeoutSeconds === 0
    ? { "pulumi.com/skipAwait": "true" }
    : { "pulumi.com/waitFor": readyNow, "pulumi.com/timeoutSeconds": String(timeoutSeconds) };
}

/** What every object of Eventing's says of itself. */
export interface EventObject {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, Json>>;
  readonly annotations?: Readonly<Record<string, Json>>;
  readonly readyTimeoutSeconds?: number;
}

/** The metadata of an object of Eventing's. */
export function eventMetadata(
  resourceName: string,
  {
    name = resourceName,
    namespace = defaultNamespace,
    labels,
    annotations,
    readyTimeoutSeconds,
  }: EventObject,
  own: Readonly<Record<string, string>> = {},
): ManifestMetadata {
  return {
    name,
    namespace,
    ...(labels === undefined ? {} : { labels }),
    annotations: { ...annotations, ...own, ...readyAnnotations(readyTimeoutSeconds) },
  } as ManifestMetadata; // labels and annotations may still be Inputs, which pass through untouched
}

/** What a part is known by: its name, with its namespace before it unless that is "default". */
export function eventKey({
  name = "",
  namespace = defaultNamespace,
}: Pick<EventObject, "name" | "namespace">): string {
  return namespace === defaultNamespace ? name : `${namespace}/${name}`;
}
