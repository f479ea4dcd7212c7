import { markSecrets, objectOf } from "./checkpoint";
import type { Provider } from "./context";
import { builtInScope, gvkOfUrn, isCrd, isList, isPatch, nameOfUrn, typeOfUrn, type Gvk } from "./kinds";
import { removedIn } from "./deprecation";
import {
  annotations,
  isAutonamed,
  isGenerateName,
  isNamed,
  nameOf,
  uniqueName,
  withAutoname,
  withNamespace,
} from "./metadata";
import { normalizeInputs } from "./normalize";
import { isMap, pluck, pluckString, type ValueMap } from "./value";

/** The engine's wish for the names of resources without one. */
export interface Autonaming {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

export interface CheckRequest {
  readonly urn: string;
  readonly olds: ValueMap;
  readonly news: ValueMap;
  readonly randomSeed: Uint8Array;
  readonly autonaming: Autonaming | undefined;
}

const listRefusal =
  "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. " +
  "Use the underlying resource type instead";

/** The inputs as they go to the cluster: normalized, named, with a namespace. Throws where they can't go there. */
export async function check(provider: Provider, request: CheckRequest): Promise<ValueMap> {
  const { urn, olds, news } = request;
  if (provider.cluster === undefined && provider.settings.skipUpdateUnreachable) {
    const text = "Cluster is unreachable but skipUpdateUnreachable flag is set to true, skipping...";
    provider.log.log("warning", urn, text);
    return olds;
  }
  refuseUnsupported(urn);
  const gvk = gvkOfUrn(urn);
  const given = normalizeInputs(objectOf(news));
  refusePatchWithoutName(urn, given);
  warnOfInternalAnnotations(provider, urn, given);
  warnOfRemoval(provider, urn, gvk);
  const named = nameInputs(given, objectOf(olds), request);
  if (isGenerateName(named)) {
    throw new Error("the `.metadata.generateName` field is not supported in Server-Side Apply mode");
  }
  const placed = await placeInputs(provider, gvk, named);
  if (isCrd(placed)) {
    provider.cluster?.discovery.addCrd(placed);
  }
  return markSecrets(placed, news);
}

function refuseUnsupported(urn: string): void {
  if (isList(urn)) {
    throw new Error(listRefusal);
  }
  const type = typeOfUrn(urn);
  if (type === "kubernetes:helm.sh/v3:Release") {
    throw new Error(`${type} is not supported by the lab's stand-in`);
  }
}

function refusePatchWithoutName(urn: string, inputs: ValueMap): void {
  if (isPatch(urn, pluckString(inputs, "kind")) && nameOf(inputs) === "") {
    throw new Error("patch resources require the `.metadata.name` field to be set");
  }
}

function warnOfInternalAnnotations(provider: Provider, urn: string, inputs: ValueMap): void {
  const given = pluck(inputs, "metadata", "annotations");
  for (const key of isMap(given) ? Object.keys(given) : []) {
    if (key.startsWith(annotations.autonamed)) {
      provider.log.log("warning", urn, `ignoring user-specified value for internal annotation "${key}"`);
    }
  }
}

function warnOfRemoval(provider: Provider, urn: string, gvk: Gvk): void {
  const removed = removedIn(gvk);
  if (removed !== undefined && provider.minorVersion >= removed) {
    const type = typeOfUrn(urn).slice("kubernetes:".length).replace(":", "/");
    provider.log.log("warning", urn, `apiVersion "${type}" was removed in Kubernetes 1.${removed}`);
  }
}

/** Keeps the name that the provider chose before, or chooses one for a new object that has none. */
function nameInputs(inputs: ValueMap, olds: ValueMap, request: CheckRequest): ValueMap {
  if (Object.keys(olds).length > 0) {
    return !isNamed(inputs) && isAutonamed(olds) ? withAutoname(inputs, nameOf(olds)) : inputs;
  }
  if (isNamed(inputs) || isGenerateName(inputs)) {
    return inputs;
  }
  const { autonaming, randomSeed, urn } = request;
  if (autonaming?.mode === "disable") {
    throw new Error("autonaming is disabled, resource requires the .metadata.name field to be set");
  }
  return withAutoname(inputs, autonaming?.proposedName ?? uniqueName(`${nameOfUrn(urn)}-`, randomSeed));
}

async function placeInputs(provider: Provider, gvk: Gvk, inputs: ValueMap): Promise<ValueMap> {
  const given = pluck(inputs, "metadata", "namespace");
  const isOpen = given === undefined || given === null || given === "";
  if (provider.defaultNamespace === "" || !isOpen) {
    return inputs;
  }
  return (await isNamespaced(provider, gvk)) ? withNamespace(inputs, provider.defaultNamespace) : inputs;
}

/** Whether the kind lives in a namespace. A kind that nobody knows yet is taken for one that does. */
export async function isNamespaced(provider: Provider, gvk: Gvk): Promise<boolean> {
  return (await provider.cluster?.isNamespaced(gvk)) ?? builtInScope(gvk) ?? true;
}
