import { checkReady } from "./await/ready";
import { makeCheckpoint, markSecrets, objectOf, parseCheckpoint } from "./checkpoint";
import type { Provider } from "./context";
import { InitFailedError, isNotFound, NoMatchError, PartialError } from "./errors";
import { apiVersionOf, gvkOf, gvkOfUrn, isKnownGroup } from "./kinds";
import { ResourceLog } from "./log";
import { idOf, nameOf, namespaceOf, parseId, withNamespace } from "./metadata";
import { normalizeInputs } from "./normalize";
import { prune } from "./prune";
import { fieldManagerFor, forgetsUnreachable, unreachableHint } from "./operation";
import { pluckString, withoutPath, withPath, type ValueMap } from "./value";

export interface ReadRequest {
  readonly urn: string;
  readonly id: string;
  /** The old state; empty for an import. */
  readonly properties: ValueMap;
  /** The old inputs; empty for an import. */
  readonly inputs: ValueMap;
}

export interface ReadResult {
  /** "" where the object is gone. */
  readonly id: string;
  readonly properties: ValueMap;
  readonly inputs: ValueMap;
}

const gone: ReadResult = { id: "", properties: {}, inputs: {} };

const serverMetadata = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"];
const serverAnnotations = [
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/** Reads the live object: for a refresh pruned to what the inputs name, for an import whole. */
export async function read(provider: Provider, request: ReadRequest): Promise<ReadResult> {
  const { cluster } = provider;
  if (cluster === undefined) {
    return readUnreachable(provider, request);
  }
  if (parseId(request.id).name === "") {
    throw new Error(
      `failed to read resource because of a failure to parse resource name from request ID: ${request.id}`,
    );
  }
  const { inputs, isImport } = identify(request);
  try {
    const live = await cluster.get(inputs, parseId(request.id).name);
    if (isImport) {
      return result(request, importedInputs(live, inputs), inputs, live);
    }
    const log = new ResourceLog(provider.log, request.urn);
    return await checked(request, prune(live, inputs), inputs, live, () =>
      checkReady(cluster, inputs, live, log),
    );
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) {
      return gone;
    }
    throw error;
  }
}

function readUnreachable(provider: Provider, request: ReadRequest): ReadResult {
  const { urn, id, properties, inputs } = request;
  if (forgetsUnreachable(provider, urn)) {
    return gone;
  }
  if (!provider.settings.skipUpdateUnreachable) {
    throw new Error(
      `failed to read resource state due to unreachable cluster. If the cluster was deleted, ${unreachableHint}`,
    );
  }
  const text =
    "configured Kubernetes cluster is unreachable and the `skipUnreachable` option is enabled. " +
    "Returned data could not reflect the actual cluster configuration.";
  provider.log.log("info", urn, text);
  return { id, properties, inputs };
}

/** The old inputs, with the kind, name and namespace that an import only has in its URN and id. */
function identify(request: ReadRequest): { readonly inputs: ValueMap; readonly isImport: boolean } {
  const inputs = normalizeInputs(objectOf(request.inputs));
  if (pluckString(inputs, "kind") !== "" || pluckString(inputs, "apiVersion") !== "") {
    return { inputs, isImport: false };
  }
  const { live } = parseCheckpoint(request.properties);
  const isImport = pluckString(live, "kind") === "" && pluckString(live, "apiVersion") === "";
  const gvk = isImport ? gvkOfUrn(request.urn) : gvkOf(live);
  const { namespace, name } = parseId(request.id);
  const named = withPath(inputs, ["metadata", "name"], nameOf(inputs) || name);
  const placed = withNamespace(named, namespaceOf(named) || namespace);
  return { inputs: { ...placed, apiVersion: apiVersionOf(gvk), kind: gvk.kind }, isImport };
}

/** What a program would say to get the object. Of custom kinds only the identity is taken, for want of a schema. */
function importedInputs(live: ValueMap, identity: ValueMap): ValueMap {
  if (!isKnownGroup(gvkOf(live).group)) {
    return prune(live, identity);
  }
  const bare = serverMetadata.reduce(
    (object, field) => withoutPath(object, ["metadata", field]),
    withoutPath(live, ["status"]),
  );
  return serverAnnotations.reduce(
    (object, key) => withoutPath(object, ["metadata", "annotations", key]),
    bare,
  );
}

async function checked(
  request: ReadRequest,
  liveInputs: ValueMap,
  oldInputs: ValueMap,
  live: ValueMap,
  check: () => Promise<void>,
): Promise<ReadResult> {
  const outcome = result(request, liveInputs, oldInputs, live);
  try {
    await check();
    return outcome;
  } catch (error) {
    if (!(error instanceof PartialError)) {
      throw error;
    }
    const { id, properties, inputs } = outcome;
    throw new InitFailedError(error.message, id, properties, [error.message, ...error.reasons], inputs);
  }
}

function result(request: ReadRequest, liveInputs: ValueMap, oldInputs: ValueMap, live: ValueMap): ReadResult {
  const old = parseCheckpoint(request.properties);
  const properties = makeCheckpoint(
    liveInputs,
    live,
    request.inputs,
    old.initialApiVersion ?? pluckString(oldInputs, "apiVersion"),
    fieldManagerFor(oldInputs, old.fieldManager),
  );
  return {
    id: request.id === "" ? idOf(live) : request.id,
    properties,
    inputs: markSecrets(liveInputs, request.inputs),
  };
}
