import { awaitDeleted } from "./await/deleted";
import { makeCheckpoint, parseCheckpoint } from "./checkpoint";
import type { Provider } from "./context";
import { ApiError, InitFailedError, isNotFound, NoMatchError, PartialError } from "./errors";
import { isPatch } from "./kinds";
import { deletionPropagation, idOf, parseId } from "./metadata";
import { fieldManagerFor, forgetsUnreachable, unreachableHint, waitingFor } from "./operation";
import { pluckString, type ValueMap } from "./value";
import { relinquish } from "./write";

export interface DeleteRequest {
  readonly urn: string;
  readonly id: string;
  readonly properties: ValueMap;
  readonly timeout: number;
}

/** Deletes an object and waits until it is gone; a Patch resource only gives its fields up. */
export async function remove(provider: Provider, request: DeleteRequest): Promise<void> {
  const { urn, properties } = request;
  if (provider.cluster === undefined) {
    if (forgetsUnreachable(provider, urn)) {
      return;
    }
    throw new Error(
      `configured Kubernetes cluster is unreachable. If the cluster was deleted, ${unreachableHint}`,
    );
  }
  const { inputs, live, fieldManager = "", initialApiVersion = "" } = parseCheckpoint(properties);
  const waiting = waitingFor(provider, urn, request.timeout, inputs);
  const { name } = parseId(request.id);
  try {
    if (isPatch(urn, pluckString(inputs, "kind"))) {
      await relinquish(waiting.cluster, live, fieldManagerFor(inputs, fieldManager));
      return;
    }
    await waiting.cluster.delete(live, name, deletionPropagation(inputs));
    await awaitDeleted(waiting, inputs, live, name);
    waiting.log.clear();
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) {
      return;
    }
    throw deleteFailure(urn, error, inputs, (object) =>
      makeCheckpoint(live, object, properties, initialApiVersion, fieldManager),
    );
  }
}

function deleteFailure(
  urn: string,
  error: unknown,
  inputs: ValueMap,
  state: (object: ValueMap) => ValueMap,
): Error {
  if (error instanceof PartialError && error.object !== undefined) {
    return new InitFailedError(error.message, idOf(error.object), state(error.object), [error.message]);
  }
  const required =
    error instanceof ApiError && error.reason === "Invalid" && isPatch(urn, pluckString(inputs, "kind"))
      ? error.causes.find((cause) => cause["reason"] === "FieldValueRequired")
      : undefined;
  if (required !== undefined) {
    return new Error(
      "this Patch resource is currently managing a required field, so it can't be deleted directly. " +
        "Either set the `retainOnDelete` resource option, or transfer ownership of the field before deleting: " +
        pluckString(required, "field"),
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}
