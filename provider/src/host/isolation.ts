import { AsyncLocalStorage } from "node:async_hooks";

/** A component that is being made, from the engine's request to the answer. */
interface Construct {
  readonly state: "running" | "failed" | "done";
  fail(error: unknown): void;
}

const constructs = new AsyncLocalStorage<Construct>();

/**
 * Does the work of one request so that every error that nobody handles in it, however deep in its promises, makes this
 * request fail and no other.
 */
export function isolated<T>(work: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let state: Construct["state"] = "running";
    const fail = (error: unknown) => {
      state = state === "running" ? "failed" : state;
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const construct: Construct = {
      get state() {
        return state;
      },
      fail,
    };
    constructs.run(construct, () => {
      work().then((result) => {
        state = state === "running" ? "done" : state;
        resolve(result);
      }, fail);
    });
  });
}

type Listener = (error: unknown, origin: unknown) => void;

/** The part of `process` that is used here. */
export interface RejectionSource {
  listeners(event: string): unknown[];
  removeAllListeners(event: string): unknown;
  on(event: string, listener: Listener): unknown;
}

/**
 * Gives errors that nobody handles to the request that they come from. Pulumi's own listeners make every request in
 * flight fail with them, and without their properties; they keep those errors that come from no request, or from one
 * that was answered already.
 */
export function routeRejections(source: RejectionSource): void {
  for (const event of ["unhandledRejection", "uncaughtException"]) {
    const before = source.listeners(event) as Listener[];
    source.removeAllListeners(event);
    source.on(event, (error, origin) => {
      const construct = constructs.getStore();
      if (construct === undefined || construct.state === "done") {
        before.forEach((listener) => listener(error, origin));
      } else {
        construct.fail(error);
      }
    });
  }
}
