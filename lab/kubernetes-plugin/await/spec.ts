import type { Message } from "../log";
import type { Gvk } from "../kinds";
import { pluck, pluckMaps, type ValueMap } from "../value";

/** Everything that tells whether an object is ready. */
export interface View {
  /** The object as it is now. */
  readonly object: ValueMap;
  /** The object before this update; undefined for a new one. */
  readonly before: ValueMap | undefined;
  /** Objects of the namespace, by kind. */
  readonly related: Readonly<Record<string, readonly ValueMap[]>>;
  /** Whether the related objects had their time to settle. */
  readonly settled: boolean;
}

/** What a view amounts to. */
export interface Verdict {
  readonly ready: boolean;
  /** Whether it will never get ready, so that waiting is no use. */
  readonly failed?: boolean;
  /** Lines to show while waiting. */
  readonly status: readonly Message[];
  /** Why it is not ready. */
  readonly reasons: readonly string[];
}

/** How long a kind's related objects take to settle. */
export interface Settling {
  readonly kind: string;
  /** Whether only the object of the awaited object's name counts. */
  readonly sameName: boolean;
  /** Seconds after a change. */
  readonly seconds: number;
  /** Seconds after which no change at all counts as settled; undefined where it never does. */
  readonly graceSeconds?: number;
}

/** How to wait for objects of a kind. */
export interface AwaitSpec {
  /** Kinds to watch in the object's namespace. */
  readonly related: readonly Gvk[];
  readonly settling?: Settling;
  /** Seconds to wait, whatever the resource says. */
  readonly fixedTimeout?: number;
  /** What a timeout is told as; by default "'name' timed out waiting to be Ready". */
  readonly timeoutMessage?: (name: string) => string;
  /** Whether reasons of the past belong to the failure too (a Job's pods come and go). */
  readonly keepsReasons?: boolean;
  /** Whether a refresh checks the object too. */
  readonly checksRead: boolean;
  /** Whether a view is good enough once the time is up. */
  readonly acceptsAtTimeout?: (view: View) => boolean;
  readonly judge: (view: View) => Verdict;
}

export const pods: Gvk = { group: "", version: "v1", kind: "Pod" };

/** Whether the owner is named in the object's owner references. */
export function isOwnedBy(object: ValueMap, owner: ValueMap): boolean {
  const uid = pluck(owner, "metadata", "uid");
  return pluckMaps(object, "metadata", "ownerReferences").some((reference) => reference["uid"] === uid);
}

/** A status condition. */
export function condition(object: ValueMap, type: string): ValueMap | undefined {
  return pluckMaps(object, "status", "conditions").find((entry) => entry["type"] === type);
}

export function info(text: string): Message {
  return { severity: "info", text };
}

export function warning(text: string): Message {
  return { severity: "warning", text };
}
