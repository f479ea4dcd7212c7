import { awaitReady, type Waiting } from "./await/ready";
import { makeCheckpoint, objectOf, parseCheckpoint } from "./checkpoint";
import type { Provider } from "./context";
import { hasReason, InitFailedError, messageOf, NoMatchError, PartialError } from "./errors";
import { isPatch } from "./kinds";
import { idOf, nameOf } from "./metadata";
import { normalizeInputs } from "./normalize";
import { canAsk, fieldManagerFor, waitingFor } from "./operation";
import { pluckString, type ValueMap } from "./value";
import { relinquish, updateObject } from "./write";

export interface UpdateRequest {
  readonly urn: string;
  readonly olds: ValueMap;
  readonly news: ValueMap;
  readonly timeout: number;
  readonly preview: boolean;
  readonly ignoreChanges: readonly string[];
}

/** Changes an object and waits for it. Whatever goes wrong after the object was found, its live state is kept. */
export async function update(provider: Provider, request: UpdateRequest): Promise<ValueMap> {
  const { urn, news, preview } = request;
  const inputs = normalizeInputs(objectOf(news));
  if (preview && !(await canAsk(provider, inputs))) {
    return news;
  }
  const old = parseCheckpoint(request.olds);
  const before = fieldManagerFor(old.inputs, old.fieldManager);
  const fieldManager = fieldManagerFor(inputs, old.fieldManager);
  const initial = old.initialApiVersion ?? pluckString(old.inputs, "apiVersion");
  const state = (live: ValueMap, sent = inputs): ValueMap =>
    makeCheckpoint(sent, live, news, initial, fieldManager);
  const waiting = waitingFor(provider, urn, request.timeout, inputs);
  try {
    const { live, sent } = await writeUpdate(provider, request, waiting, inputs, old.live, fieldManager);
    if (!preview && before !== fieldManager) {
      await relinquish(waiting.cluster, live, before);
    }
    return state(live, sent);
  } catch (error) {
    if (preview && hasReason(error, "Forbidden")) {
      return news;
    }
    throw await updateFailure(waiting, urn, old.live, error, state);
  }
}

async function writeUpdate(
  provider: Provider,
  request: UpdateRequest,
  waiting: Waiting,
  inputs: ValueMap,
  oldLive: ValueMap,
  fieldManager: string,
): Promise<{ readonly live: ValueMap; readonly sent: ValueMap }> {
  const { cluster, log } = waiting;
  const before = await cluster.get(inputs, nameOf(oldLive));
  const { written, inputs: sent } = await updateObject(cluster, inputs, before, {
    fieldManager,
    preview: request.preview,
    enablePatchForce: provider.settings.enablePatchForce,
    isPatch: isPatch(request.urn, pluckString(inputs, "kind")),
    ignoreChanges: request.ignoreChanges,
  });
  if (request.preview) {
    return { live: written, sent };
  }
  const live = await awaitReady(waiting, inputs, written, before);
  log.clear();
  return { live, sent };
}

async function updateFailure(
  { cluster }: Waiting,
  urn: string,
  oldLive: ValueMap,
  error: unknown,
  state: (live: ValueMap) => ValueMap,
): Promise<Error> {
  if (error instanceof NoMatchError) {
    return new Error(
      `update of resource "${urn}" failed because the Kubernetes API server reported that the apiVersion for this ` +
        `resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
      { cause: error },
    );
  }
  try {
    const live = await cluster.get(oldLive);
    const message =
      `the Kubernetes API server reported that "${idOf(live)}" failed to fully initialize or become live: ` +
      messageOf(error);
    const reasons = error instanceof PartialError ? error.reasons : [];
    return new InitFailedError(message, idOf(live), state(live), [message, ...reasons]);
  } catch (readError) {
    return new Error(
      `update of resource "${urn}" failed: ${messageOf(error)}\nunable to get cluster state: ${messageOf(readError)}`,
      { cause: error },
    );
  }
}
