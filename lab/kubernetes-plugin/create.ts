import { awaitReady, type Waiting } from "./await/ready";
import { makeCheckpoint, objectOf } from "./checkpoint";
import type { Provider } from "./context";
import { ApiError, hasReason, InitFailedError, messageOf, NoMatchError, PartialError } from "./errors";
import { apiVersionOf, gvkOfUrn, isCrd, isPatch } from "./kinds";
import { idOf } from "./metadata";
import { canAsk, fieldManagerFor, waitingFor } from "./operation";
import { pluckString, withoutPath, type ValueMap } from "./value";
import { createObject, ExistsError, NoNamespaceError, type WritePlan } from "./write";

export interface CreateRequest {
  readonly urn: string;
  readonly properties: ValueMap;
  readonly timeout: number;
  readonly preview: boolean;
}

/** A resource as the engine keeps it. */
export interface Stored {
  /** "" in a preview. */
  readonly id: string;
  readonly properties: ValueMap;
}

/** Makes an object and waits for it. In a preview, asks the API server what would come of it, where that is possible. */
export async function create(provider: Provider, request: CreateRequest): Promise<Stored> {
  const { urn, properties, preview } = request;
  const inputs = objectOf(properties);
  const patch = isPatch(urn, pluckString(inputs, "kind"));
  if (preview && (patch || !(await canAsk(provider, inputs)))) {
    return { id: "", properties };
  }
  const waiting = waitingFor(provider, urn, request.timeout, inputs);
  const fieldManager = fieldManagerFor(inputs, undefined);
  const apiVersion = pluckString(inputs, "apiVersion");
  const stored = (object: ValueMap): Stored => ({
    id: preview ? "" : idOf(object),
    properties: makeCheckpoint(inputs, object, properties, apiVersion, fieldManager),
  });
  const { upsertExistingObjects, enablePatchForce } = provider.settings;
  const plan = { fieldManager, preview, enablePatchForce, upsert: patch || upsertExistingObjects };
  try {
    return stored(await write(waiting, inputs, plan));
  } catch (error) {
    if (preview && isNoPreview(error)) {
      return { id: "", properties };
    }
    throw createFailure(urn, error, stored);
  }
}

async function write(
  waiting: Waiting,
  inputs: ValueMap,
  plan: WritePlan & { readonly upsert: boolean },
): Promise<ValueMap> {
  const written = await createObject(waiting.cluster, inputs, plan, waiting.log);
  if (plan.preview) {
    return withoutPath(written, ["status"]);
  }
  waiting.log.clear();
  const live = await awaitReady(waiting, inputs, written, undefined);
  waiting.log.clear();
  if (isCrd(inputs)) {
    waiting.cluster.discovery.reset();
  }
  return live;
}

/** Whether the error only means that the API server can't say what would come of it. */
function isNoPreview(error: unknown): boolean {
  const noDryRun =
    error instanceof ApiError && error.code === 400 && error.message.includes("does not support dry run");
  return (
    hasReason(error, "Forbidden") ||
    error instanceof ExistsError ||
    error instanceof NoNamespaceError ||
    noDryRun
  );
}

function createFailure(urn: string, error: unknown, stored: (object: ValueMap) => Stored): Error {
  if (error instanceof NoMatchError) {
    const gvk = gvkOfUrn(urn);
    return new Error(
      `creation of resource "${urn}" with kind ${apiVersionOf(gvk)}/${gvk.kind} failed because the Kubernetes API ` +
        "server reported that the apiVersion for this resource does not exist. " +
        `Verify that any required CRDs have been created: ${error.message}`,
      { cause: error },
    );
  }
  if (error instanceof PartialError && error.object !== undefined) {
    const message =
      `resource "${urn}" was successfully created, but the Kubernetes API server reported that it failed to fully ` +
      `initialize or become live: ${error.message}`;
    const { id, properties } = stored(error.object);
    return new InitFailedError(message, id, properties, [message, ...error.reasons]);
  }
  return new Error(
    `resource "${urn}" was not successfully created by the Kubernetes API server: ${messageOf(error)}`,
    { cause: error },
  );
}
