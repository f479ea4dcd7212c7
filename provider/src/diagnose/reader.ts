import type { KubeObject } from "./facts";

/** Reads a cluster's objects; what isn't there, or may not be read, is empty. */
export interface Reader {
  list<T extends KubeObject>(path: string): Promise<readonly T[]>;
  get<T extends KubeObject>(path: string): Promise<T | undefined>;
  text(path: string): Promise<string>;
  /** Patches an object that is there. */
  patch(path: string, change: object): Promise<void>;
  /** Deletes the object, and in time what it owns, if it still has the UID. */
  remove(path: string, uid: string): Promise<void>;
  /** Paths that the credentials may not read. */
  readonly denied: readonly string[];
}

/** A container's log that tells why it isn't ready. */
export interface LogWanted {
  readonly key: string;
  readonly path: string;
}
