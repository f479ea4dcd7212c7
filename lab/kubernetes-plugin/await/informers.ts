import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../cluster";
import { isNotFound, NoMatchError } from "../errors";
import { apiVersionOf, type Gvk } from "../kinds";
import { nameOf } from "../metadata";
import { isMap, pluckMaps, pluckString, type ValueMap } from "../value";

export type EventType = "ADDED" | "MODIFIED" | "DELETED";
export type Listener = (type: EventType, object: ValueMap) => void;

/** How long a watch goes on with no listener left, in ms: the next object of the kind is often right behind. */
const lingerMs = 2000;
const retryMs = 1000;

/** Lists and watches of whole namespaces, shared by everyone who waits for something in them. */
export class Informers {
  private readonly running = new Map<string, Informer>();

  constructor(private readonly cluster: Cluster) {}

  /** Calls the listener for every object there is and for every change after that. Returns how to stop. */
  subscribe(gvk: Gvk, namespace: string, listener: Listener): () => void {
    const key = `${apiVersionOf(gvk)}/${gvk.kind} ${namespace}`;
    const informer = this.running.get(key) ?? this.start(key, gvk, namespace);
    return informer.add(listener);
  }

  /** Is there once the list that a subscription stands on is read: what goes after that, the listener hears of. */
  listed(gvk: Gvk, namespace: string): Promise<void> {
    return this.running.get(`${apiVersionOf(gvk)}/${gvk.kind} ${namespace}`)?.listed ?? Promise.resolve();
  }

  private start(key: string, gvk: Gvk, namespace: string): Informer {
    const informer = new Informer(this.cluster, gvk, namespace, () => this.running.delete(key));
    this.running.set(key, informer);
    return informer;
  }
}

/** One list and watch. */
class Informer {
  private readonly listeners = new Set<Listener>();
  private readonly objects = new Map<string, ValueMap>();
  private readonly stop = new AbortController();
  private linger: NodeJS.Timeout | undefined;
  private tellListed: () => void = () => undefined;
  readonly listed = new Promise<void>((resolve) => (this.tellListed = resolve));

  constructor(
    private readonly cluster: Cluster,
    private readonly gvk: Gvk,
    private readonly namespace: string,
    private readonly onStop: () => void,
  ) {
    void this.run();
  }

  add(listener: Listener): () => void {
    clearTimeout(this.linger);
    this.listeners.add(listener);
    for (const object of this.objects.values()) {
      listener("ADDED", object);
    }
    return () => this.remove(listener);
  }

  private remove(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) {
      return;
    }
    clearTimeout(this.linger);
    this.linger = setTimeout(() => {
      this.onStop();
      this.stop.abort();
    }, lingerMs);
    this.linger.unref();
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted && !this.cluster.cancelled.aborted) {
      try {
        let version: string | undefined = await this.list();
        this.tellListed();
        while (version !== undefined && !signal.aborted) {
          version = await this.watch(version);
        }
      } catch (error) {
        this.forgetIfGone(error);
        await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Reads everything anew and tells the differences. */
  private async list(): Promise<string> {
    const list = await this.cluster.list(this.gvk, this.namespace);
    const items = pluckMaps(list, "items").map((item) => ({
      apiVersion: apiVersionOf(this.gvk),
      kind: this.gvk.kind,
      ...item,
    }));
    const names = new Set(items.map(nameOf));
    for (const [name, object] of [...this.objects]) {
      if (!names.has(name)) {
        this.tell("DELETED", object);
      }
    }
    for (const item of items) {
      this.tell(this.objects.has(nameOf(item)) ? "MODIFIED" : "ADDED", item);
    }
    return pluckString(list, "metadata", "resourceVersion");
  }

  /** Watches until the server ends it; gives the version to go on from, or undefined where it takes a new list. */
  private async watch(version: string): Promise<string | undefined> {
    const resource = await this.cluster.discovery.resource(this.gvk);
    const query = {
      watch: "true",
      resourceVersion: version,
      allowWatchBookmarks: "true",
      timeoutSeconds: "290",
    };
    const request = {
      method: "GET" as const,
      path: this.cluster.collection(resource, this.namespace),
      query,
      signal: AbortSignal.any([this.stop.signal, this.cluster.cancelled]),
    };
    let last: string | undefined = version;
    await this.cluster.http.lines(request, (line) => {
      const object = line["object"];
      if (line["type"] === "ERROR" || !isMap(object)) {
        last = undefined;
        return;
      }
      last = last === undefined ? undefined : pluckString(object, "metadata", "resourceVersion");
      if (line["type"] !== "BOOKMARK") {
        this.tell(line["type"] as EventType, object);
      }
    });
    return last;
  }

  private tell(type: EventType, object: ValueMap): void {
    if (type === "DELETED") {
      this.objects.delete(nameOf(object));
    } else {
      this.objects.set(nameOf(object), object);
    }
    for (const listener of [...this.listeners]) {
      listener(type, object);
    }
  }

  /** Where the kind itself is gone, so are its objects. */
  private forgetIfGone(error: unknown): void {
    if (error instanceof NoMatchError || isNotFound(error)) {
      this.tellListed();
      for (const object of [...this.objects.values()]) {
        this.tell("DELETED", object);
      }
    }
  }
}
