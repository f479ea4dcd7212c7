import { isReady as isJobReady } from "./await/job";
import { objectOf, parseCheckpoint } from "./checkpoint";
import { isNamespaced } from "./check";
import type { Provider } from "./context";
import { diffObjects, replacingPaths, withoutIgnored, type Change } from "./diff";
import { forceNewPatterns, identityPatterns } from "./forceNew";
import { gvkOf, gvkOfUrn, isPatch } from "./kinds";
import { annotations, isAutonamed, isNamed, isTrue, nameOf, namespaceOf, withNamespace } from "./metadata";
import { normalizeInputs } from "./normalize";
import { prune } from "./prune";
import { isMap, pluck, pluckString, Unknown, withoutPath, withPath, type ValueMap } from "./value";

export interface DiffRequest {
  readonly urn: string;
  /** The old state. */
  readonly olds: ValueMap;
  /** The new inputs. */
  readonly news: ValueMap;
  readonly ignoreChanges: readonly string[];
}

export interface DiffResult {
  readonly changed: boolean;
  readonly changes: readonly Change[];
  /** Paths whose change makes another object. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Compares the live object of the state, pruned to the old inputs, with the new inputs. So fields that the program
 * never named are nobody's difference, and drift in named ones shows after a refresh.
 */
export async function diffResource(provider: Provider, request: DiffRequest): Promise<DiffResult> {
  const { inputs, live } = parseCheckpoint(request.olds);
  const given = normalizeInputs(objectOf(request.news));
  const gvk = gvkOf(given);
  const namespaced = await isNamespaced(provider, gvk.kind === "" ? gvkOfUrn(request.urn) : gvk);
  const news = withCanonicalNamespace(given, namespaced);
  const old = comparableOld(prune(live, normalizeInputs(inputs)), live, news, namespaced);
  const patterns = isPatch(request.urn, gvk.kind)
    ? identityPatterns
    : forceNewPatterns(news, provider.settings.mutable);
  const changes = withoutIgnored(diffObjects(old, news, patterns), request.ignoreChanges);
  const unready = isTrue(news, annotations.replaceUnready)
    ? await unreadyPaths(provider, request.urn, live)
    : [];
  const replaces = [...replacingPaths(changes), ...unready];
  const sameIdentity = nameOf(news) === nameOf(live) && namespaceOf(news) === namespaceOf(live);
  return {
    changed: changes.length > 0 || unready.length > 0,
    changes,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && isNamed(news) && !isAutonamed(news) && sameIdentity,
  };
}

function withCanonicalNamespace(object: ValueMap, namespaced: boolean): ValueMap {
  if (pluck(object, "metadata", "namespace") instanceof Unknown) {
    return object;
  }
  return withNamespace(object, namespaced ? namespaceOf(object) || "default" : "");
}

function comparableOld(pruned: ValueMap, live: ValueMap, news: ValueMap, namespaced: boolean): ValueMap {
  const placed = withCanonicalNamespace(pruned, namespaced);
  const typed =
    pluckString(placed, "kind") === "" && pluckString(placed, "apiVersion") === ""
      ? { ...placed, apiVersion: news["apiVersion"] ?? "", kind: news["kind"] ?? "" }
      : placed;
  const unversioned = withoutPath(typed, ["metadata", "resourceVersion"]);
  const isNewlyNamed = nameOf(news) !== "" && isMap(unversioned["metadata"] ?? {});
  return isNewlyNamed ? withPath(unversioned, ["metadata", "name"], nameOf(live)) : unversioned;
}

async function unreadyPaths(provider: Provider, urn: string, live: ValueMap): Promise<string[]> {
  const { cluster, log } = provider;
  if (cluster === undefined) {
    log.log("warning", urn, "Cluster is unreachable, skipping replaceUnready check");
    return [];
  }
  if (pluckString(live, "kind") !== "Job") {
    log.log("warning", urn, "replaceUnready annotation is not supported for this resource");
    return [];
  }
  try {
    return isJobReady(await cluster.get(live)) ? [] : ['.metadata.annotations["pulumi.com/replaceUnready"]'];
  } catch {
    return [];
  }
}
