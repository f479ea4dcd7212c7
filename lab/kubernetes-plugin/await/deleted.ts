import { isNotFound, NoMatchError, PartialError } from "../errors";
import { gvkOf } from "../kinds";
import { annotations, isTrue, nameOf, namespaceOf } from "../metadata";
import { isArray, pluck, type ValueMap } from "../value";
import { logEvents } from "./events";
import type { Waiting } from "./ready";
import { maySkipDeleteWait } from "./specs";

/**
 * Waits until the object is gone. Throws PartialError where the time is up; finalizers that may hold it are told.
 *
 * @param object the object as the state knows it
 */
export async function awaitDeleted(
  waiting: Waiting,
  inputs: ValueMap,
  object: ValueMap,
  name: string,
): Promise<void> {
  const { log } = waiting;
  if (isTrue(inputs, annotations.skipAwait) && maySkipDeleteWait(inputs)) {
    log.status("info", "Skipping await logic");
    return;
  }
  const live = await find(waiting, object, name);
  if (live === undefined) {
    return;
  }
  if (!(await watchUntilGone(waiting, object, live, name))) {
    await explain(waiting, object, name);
  }
}

/** Whether the object went, or another one took its name, before the time was up. */
async function watchUntilGone(
  waiting: Waiting,
  object: ValueMap,
  live: ValueMap,
  name: string,
): Promise<boolean> {
  const { cluster, informers, log } = waiting;
  const isOther = (seen: ValueMap): boolean =>
    pluck(seen, "metadata", "uid") !== pluck(live, "metadata", "uid");
  const stops: (() => void)[] = [logEvents(informers, live, log)];
  const isGone = await new Promise<boolean>((resolve) => {
    const stop = informers.subscribe(gvkOf(live), namespaceOf(live), (type, seen) => {
      if (nameOf(seen) === name && (type === "DELETED" || isOther(seen))) {
        resolve(true);
      } else if (nameOf(seen) === name && pluck(seen, "metadata", "deletionTimestamp") !== undefined) {
        log.status("info", "Resource scheduled for deletion");
      }
    });
    // An object that went before the list was read is in no list and no event: only a look after the list can tell.
    const look = informers.listed(gvkOf(live), namespaceOf(live)).then(() => find(waiting, object, name));
    void look.then((found) => {
      if (found === undefined || isOther(found)) {
        resolve(true);
      }
    });
    const giveUp = (): void => resolve(false);
    const timer = setTimeout(giveUp, waiting.timeoutSeconds * 1000);
    cluster.cancelled.addEventListener("abort", giveUp);
    stops.push(
      stop,
      () => clearTimeout(timer),
      () => cluster.cancelled.removeEventListener("abort", giveUp),
    );
  });
  stops.forEach((stop) => stop());
  return isGone;
}

async function explain(waiting: Waiting, object: ValueMap, name: string): Promise<void> {
  const live = await find(waiting, object, name);
  if (live === undefined) {
    return;
  }
  const finalizers = pluck(live, "metadata", "finalizers");
  const names = isArray(finalizers) ? finalizers.filter((name) => typeof name === "string").join(", ") : "";
  waiting.log.log("warning", `finalizers might be preventing deletion (${names})`);
  throw new PartialError("timed out waiting for the condition", live, []);
}

/** The live object; undefined where it, or its kind, is gone. */
async function find(waiting: Waiting, object: ValueMap, name: string): Promise<ValueMap | undefined> {
  try {
    return await waiting.cluster.get(object, name);
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) {
      return undefined;
    }
    return object;
  }
}
