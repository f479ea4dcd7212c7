import type { ResourceLog } from "../log";
import { namespaceOf } from "../metadata";
import { pluck, pluckString, type ValueMap } from "../value";
import type { Informers } from "./informers";

/** Shows the warnings that controllers record about the object. Returns how to stop. */
export function logEvents(informers: Informers, object: ValueMap, log: ResourceLog): () => void {
  const uid = pluck(object, "metadata", "uid");
  const events = { group: "", version: "v1", kind: "Event" };
  return informers.subscribe(events, namespaceOf(object), (type, event) => {
    if (type !== "DELETED" && uid !== undefined && pluck(event, "involvedObject", "uid") === uid) {
      const text = `${pluckString(event, "reason")}: ${pluckString(event, "message")}`;
      log.status(event["type"] === "Warning" ? "warning" : "debug", text);
    }
  });
}
