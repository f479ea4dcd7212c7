import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { parse } from "yaml";

/** An object as the API server gives it. */
export interface ApiObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

export interface ApiRequest {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

/** One line of a watch. */
export interface ApiEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: ApiObject;
}

/** Status code of a version whose changes are no longer kept. */
const expired = 410;

interface List {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly ApiObject[];
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly "certificate-authority-data": string } },
  ];
  readonly users: readonly [
    { readonly user: { readonly "client-certificate-data": string; readonly "client-key-data": string } },
  ];
}

/** The lab's API server by plain requests, for tests that play a controller. */
export class KubeApi {
  private readonly agent: Agent;
  private readonly server: string;
  private readonly ended = new AbortController();

  constructor(kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    setMaxListeners(0, this.ended.signal);
    const decoded = (text: string) => Buffer.from(text, "base64");
    this.server = cluster.server;
    this.agent = new Agent({
      bodyTimeout: 0,
      connect: {
        ca: decoded(cluster["certificate-authority-data"]),
        cert: decoded(user["client-certificate-data"]),
        key: decoded(user["client-key-data"]),
      },
    });
  }

  /** The object at a path, or undefined where there is none. */
  async get<T = ApiObject>(path: string): Promise<T | undefined> {
    const { statusCode, body } = await this.ask("GET", path);
    const text = await body.text();
    if (statusCode === 404) {
      return undefined;
    }
    return JSON.parse(accepted("GET", path, statusCode, text)) as T;
  }

  /** Creates an object, or tries to with `?dryRun=All`, and gives it as the API server took it. */
  async create<T = ApiObject>(path: string, object: object): Promise<T> {
    const { statusCode, body } = await this.ask("POST", path, object);
    return JSON.parse(accepted("POST", path, statusCode, await body.text())) as T;
  }

  /** Writes, and tells whether it was written: not where the object is gone or has changed since it was read. */
  async write({ method, path, body }: ApiRequest): Promise<boolean> {
    const answer = await this.ask(method, path, body);
    const text = await answer.body.text();
    if (answer.statusCode === 404 || answer.statusCode === 409) {
      return false;
    }
    accepted(method, path, answer.statusCode, text);
    return true;
  }

  /**
   * Tells every object of a collection, then every change, until `close`; rejects when it breaks before. Where the API server no longer
   * has the changes since the list, as may be right after a kind was defined, all is listed and told again, as any controller does.
   */
  async watch(path: string, onEvent: (event: ApiEvent) => void): Promise<void> {
    while (!this.ended.signal.aborted) {
      await this.watchSince(path, await this.told(path, onEvent), onEvent);
    }
  }

  /** Tells every object of a collection, and gives the version of the list. */
  private async told(path: string, onEvent: (event: ApiEvent) => void): Promise<string> {
    const list = await this.get<List>(path);
    if (list === undefined) {
      throw new Error(`${path} can't be listed`);
    }
    // A list says once what its items are.
    const common = { apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, "") };
    list.items.forEach((object) => onEvent({ type: "ADDED", object: { ...common, ...object } }));
    return list.metadata.resourceVersion;
  }

  /** Tells every change since a version, until `close` or until the API server no longer has them. */
  private async watchSince(path: string, since: string, onEvent: (event: ApiEvent) => void): Promise<void> {
    let version = since;
    while (!this.ended.signal.aborted) {
      for await (const event of this.lines(`${path}?watch=1&resourceVersion=${version}`)) {
        if (event.type === "ERROR") {
          if ((event.object as { readonly code?: number }).code === expired) return;
          throw new Error(`the watch of ${path} ended: ${JSON.stringify(event.object)}`);
        }
        version = event.object.metadata.resourceVersion ?? version;
        onEvent(event);
      }
    }
  }

  private async *lines(path: string): AsyncGenerator<ApiEvent> {
    try {
      const { body } = await this.ask("GET", path);
      let rest = "";
      for await (const chunk of body.setEncoding("utf8") as AsyncIterable<string>) {
        const lines = `${rest}${chunk}`.split("\n");
        rest = lines.pop() ?? "";
        yield* lines.map((line) => JSON.parse(line) as ApiEvent);
      }
    } catch (error) {
      if (!this.ended.signal.aborted) {
        throw error;
      }
    }
  }

  async close(): Promise<void> {
    this.ended.abort();
    await this.agent.destroy();
  }

  private ask(method: "GET" | ApiRequest["method"], path: string, body?: object) {
    return request(`${this.server}${path}`, {
      method,
      dispatcher: this.agent,
      signal: this.ended.signal,
      ...(body === undefined
        ? {}
        : {
            body: JSON.stringify(body),
            headers: {
              "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
            },
          }),
    });
  }
}

function accepted(method: string, path: string, statusCode: number, text: string): string {
  if (statusCode >= 300) {
    throw new Error(`${method} ${path}: ${statusCode} ${text}`);
  }
  return text;
}
