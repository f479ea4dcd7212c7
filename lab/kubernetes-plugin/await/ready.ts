import type { Cluster } from "../cluster";
import { PartialError } from "../errors";
import { gvkOf } from "../kinds";
import type { ResourceLog } from "../log";
import { annotation, annotations, isTrue, nameOf, namespaceOf } from "../metadata";
import { pluckMaps, pluckString, type ValueMap } from "../value";
import { logEvents } from "./events";
import type { Informers } from "./informers";
import type { AwaitSpec, Verdict, View } from "./spec";
import { awaitSpecFor } from "./specs";
import { judgeWaitFor, parseWaitFor } from "./waitFor";

/** What to wait with. */
export interface Waiting {
  readonly cluster: Cluster;
  readonly informers: Informers;
  readonly log: ResourceLog;
  readonly timeoutSeconds: number;
}

/**
 * Waits until the object is ready and gives it as it is then. Throws PartialError where the time is up or where it
 * never will be.
 *
 * @param written the object as the API server answered to the write
 * @param before the object before an update; undefined for a new object
 */
export async function awaitReady(
  waiting: Waiting,
  inputs: ValueMap,
  written: ValueMap,
  before: ValueMap | undefined,
): Promise<ValueMap> {
  const spec = specFor(inputs, written, waiting.log);
  if (spec === undefined) {
    return written;
  }
  return new Promise((resolve, reject) => {
    const watch = new Watch(waiting, spec, written, before);
    watch.start(resolve, reject);
  });
}

function specFor(inputs: ValueMap, written: ValueMap, log: ResourceLog): AwaitSpec | undefined {
  if (isTrue(inputs, annotations.skipAwait)) {
    log.status("info", "Skipping await logic");
    return undefined;
  }
  const waitFor = annotation(written, annotations.waitFor);
  if (waitFor === "") {
    return awaitSpecFor(written);
  }
  const expectations = parseWaitFor(waitFor);
  return {
    related: [],
    checksRead: false,
    timeoutMessage: () => "timed out waiting for the condition",
    judge: ({ object }) => judgeWaitFor(object, expectations),
  };
}

/**
 * The version of an object, which grows with every write. A shared watch may still hold the object as it was before
 * the write; its generation doesn't tell, since it stays the same where only metadata changed.
 */
function versionOf(object: ValueMap): bigint {
  const version = pluckString(object, "metadata", "resourceVersion");
  return /^\d+$/.test(version) ? BigInt(version) : 0n;
}

/** One wait: collects what changes, judges it, ends. */
class Watch {
  private object: ValueMap;
  private readonly related = new Map<string, Map<string, ValueMap>>();
  private readonly reasons = new Set<string>();
  private readonly stops: (() => void)[] = [];
  private settled = false;
  private isUnseen = true;
  private isJudging = false;
  private end: (result: ValueMap | PartialError) => void = () => undefined;

  constructor(
    private readonly waiting: Waiting,
    private readonly spec: AwaitSpec,
    written: ValueMap,
    private readonly before: ValueMap | undefined,
  ) {
    this.object = written;
  }

  start(resolve: (object: ValueMap) => void, reject: (error: Error) => void): void {
    this.end = (result) => {
      this.end = () => undefined;
      this.stops.forEach((stop) => stop());
      if (result instanceof PartialError) {
        reject(result);
      } else {
        resolve(result);
      }
    };
    this.watchObject();
    this.watchRelated();
    this.watchClock();
    this.stops.push(logEvents(this.waiting.informers, this.object, this.waiting.log));
    this.judgeSoon();
  }

  private watchObject(): void {
    const { informers } = this.waiting;
    const stop = informers.subscribe(gvkOf(this.object), namespaceOf(this.object), (type, object) => {
      const isThis = nameOf(object) === nameOf(this.object) && type !== "DELETED";
      if (isThis && versionOf(object) >= versionOf(this.object)) {
        this.object = object;
        this.judgeSoon();
      }
    });
    this.stops.push(stop);
  }

  private watchRelated(): void {
    for (const gvk of this.spec.related) {
      const objects = new Map<string, ValueMap>();
      this.related.set(gvk.kind, objects);
      const stop = this.waiting.informers.subscribe(gvk, namespaceOf(this.object), (type, object) => {
        if (type === "DELETED") {
          objects.delete(nameOf(object));
        } else {
          objects.set(nameOf(object), object);
        }
        this.settle(gvk.kind, object);
        this.judgeSoon();
      });
      this.stops.push(stop);
    }
  }

  /** After a change the related objects get a few seconds for more of the same. */
  private settle(kind: string, object: ValueMap): void {
    const { settling } = this.spec;
    if (settling?.kind !== kind || (settling.sameName && nameOf(object) !== nameOf(this.object))) {
      return;
    }
    this.isUnseen = false;
    this.settled = false;
    this.after(settling.seconds, () => {
      this.settled = true;
      this.judgeSoon();
    });
  }

  private watchClock(): void {
    const grace = this.spec.settling?.graceSeconds;
    if (grace !== undefined) {
      this.after(grace, () => {
        this.settled ||= this.isUnseen;
        this.judgeSoon();
      });
    }
    this.after(this.spec.fixedTimeout ?? this.waiting.timeoutSeconds, () => this.giveUp());
    const { cancelled } = this.waiting.cluster;
    const cancel = (): void => this.fail(`Resource operation was cancelled for "${nameOf(this.object)}"`);
    cancelled.addEventListener("abort", cancel);
    this.stops.push(() => cancelled.removeEventListener("abort", cancel));
  }

  private after(seconds: number, action: () => void): void {
    const timer = setTimeout(action, seconds * 1000);
    this.stops.push(() => clearTimeout(timer));
  }

  /** Judges once for all changes that come together. */
  private judgeSoon(): void {
    if (!this.isJudging) {
      this.isJudging = true;
      setImmediate(() => {
        this.isJudging = false;
        this.judge();
      });
    }
  }

  private judge(): void {
    const verdict = this.verdict();
    if (verdict.ready) {
      this.end(this.object);
    } else if (verdict.failed === true) {
      this.fail(`Resource '${nameOf(this.object)}' was created but failed to initialize`);
    }
  }

  private verdict(): Verdict {
    const verdict = this.spec.judge(this.view());
    verdict.status.forEach(({ severity, text }) => this.waiting.log.status(severity, text));
    if (this.spec.keepsReasons !== true) {
      this.reasons.clear();
    }
    verdict.reasons.forEach((reason) => this.reasons.add(reason));
    return verdict;
  }

  private view(): View {
    const related = [...this.related].map(([kind, objects]) => [kind, [...objects.values()]] as const);
    return {
      object: this.object,
      before: this.before,
      related: Object.fromEntries(related),
      settled: this.settled,
    };
  }

  private giveUp(): void {
    if (this.spec.acceptsAtTimeout?.(this.view()) === true) {
      this.end(this.object);
      return;
    }
    const name = nameOf(this.object);
    this.fail(this.spec.timeoutMessage?.(name) ?? `'${name}' timed out waiting to be Ready`);
  }

  private fail(message: string): void {
    this.end(new PartialError(message, this.object, [...this.reasons]));
  }
}

/** Checks an object as it is, for a refresh. Throws PartialError where it is not ready. */
export async function checkReady(
  cluster: Cluster,
  inputs: ValueMap,
  object: ValueMap,
  log: ResourceLog,
): Promise<void> {
  const spec = awaitSpecFor(object);
  if (spec === undefined || !spec.checksRead || isTrue(inputs, annotations.skipAwait)) {
    return;
  }
  const related = await Promise.all(
    spec.related.map(async (gvk) => {
      const list = await cluster.list(gvk, namespaceOf(object)).catch((): ValueMap => ({}));
      return [gvk.kind, pluckMaps(list, "items")] as const;
    }),
  );
  const view = { object, before: undefined, related: Object.fromEntries(related), settled: true };
  const { ready, status, reasons } = spec.judge(view);
  status.forEach(({ severity, text }) => log.status(severity, text));
  if (!ready) {
    const message = `Resource '${nameOf(object)}' was created but failed to initialize`;
    throw new PartialError(message, object, reasons);
  }
}
