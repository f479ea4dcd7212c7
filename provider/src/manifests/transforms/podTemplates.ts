import {
  getAt,
  isKind,
  isObject,
  setAt,
  type Json,
  type Manifest,
  type Path,
  type Transform,
} from "../manifest";
import { mapContainers } from "../pods";

type Texts = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, Json>>;

/** How pods are spread, as Kubernetes writes it; the pods that are counted can be left to the Deployment. */
export interface Spread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly matchLabels?: Texts;
}

/** What is said of the pods of a Deployment. What is undefined stays as it is. */
export interface PodSettings {
  /** Fields of the pod specification that are replaced. */
  readonly replaced?: Fields;
  /** Maps of the pod specification whose entries are set one by one, such as `nodeSelector`. */
  readonly merged?: Readonly<Record<string, Fields | undefined>>;
  /** Security context of each container, set entry by entry. */
  readonly containerSecurity?: Fields;
  readonly spread?: readonly Spread[];
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

const template = ["spec", "template"] as const;
const podSpec = [...template, "spec"] as const;

/** Sets what is said of the pods of the Deployment or StatefulSet of a name. */
export function setPods(workload: string, settings: PodSettings): Transform {
  return (manifest) => {
    if (!["Deployment", "StatefulSet"].some((kind) => isKind(manifest, kind, workload))) {
      return manifest;
    }
    const metadata = { labels: settings.labels, annotations: settings.annotations };
    const { containerSecurity } = settings;
    const steps: Transform[] = [
      (one) => mergeFields(one, [...template, "metadata"], metadata),
      (one) => mergeFields(one, podSpec, settings.merged ?? {}),
      (one) => setFields(one, podSpec, settings.replaced ?? {}),
      (one) => setFields(one, podSpec, { topologySpreadConstraints: spreadOf(one, settings.spread) }),
      (one) =>
        containerSecurity === undefined
          ? one
          : mapContainers(one, (container) =>
              mergeFields(container, [], { securityContext: containerSecurity }),
            ),
    ];
    return steps.reduce((changed, step) => step(changed), manifest);
  };
}

/** Sets labels and annotations of all Namespaces among the manifests. */
export function labelNamespaces(labels: Texts = {}, annotations: Texts = {}): Transform {
  return (manifest) =>
    isKind(manifest, "Namespace") ? mergeFields(manifest, ["metadata"], { labels, annotations }) : manifest;
}

/** Sets fields; an empty list takes the field away, for the API server doesn't keep one. */
function setFields<T>(whole: T, at: Path, fields: Fields): T {
  return Object.entries(fields).reduce((changed, [field, value]) => {
    const isEmpty = Array.isArray(value) && value.length === 0;
    return value === undefined ? changed : setAt(changed, [...at, field], isEmpty ? undefined : value);
  }, whole);
}

/** Merges maps into those at a path; `capabilities` and the like one level deeper, too. */
function mergeFields<T>(whole: T, at: Path, maps: Readonly<Record<string, Fields | undefined>>): T {
  return Object.entries(maps).reduce((changed, [field, entries = {}]) => {
    if (Object.keys(entries).length === 0) {
      return changed;
    }
    const path = [...at, field];
    const before = getAt(changed, path);
    return setAt(changed, path, mergedWith(isObject(before) ? before : {}, entries));
  }, whole);
}

function mergedWith(before: Fields, entries: Fields): Fields {
  const capabilities = [before.capabilities, entries.capabilities];
  return {
    ...before,
    ...entries,
    ...(capabilities.every(isObject) ? { capabilities: Object.assign({}, ...capabilities) as Fields } : {}),
  };
}

/** Counts, unless told otherwise, the Deployment's own pods, and only those of the same rollout: old ones are about to go. */
function spreadOf(deployment: Manifest, spread: readonly Spread[] | undefined): Json {
  const own = getAt(deployment, ["spec", "selector", "matchLabels"]);
  return spread?.map(({ matchLabels, ...constraint }) =>
    matchLabels === undefined
      ? { ...constraint, labelSelector: { matchLabels: own }, matchLabelKeys: ["pod-template-hash"] }
      : { ...constraint, labelSelector: { matchLabels } },
  );
}
