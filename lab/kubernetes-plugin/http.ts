import type { IncomingMessage, RequestOptions } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./errors";
import type { Limiter } from "./limiter";
import type { Value, ValueMap } from "./value";

/** How to reach and to satisfy an API server. */
export interface Connection {
  /** The server's URL; a path in it is put before every request's path. */
  readonly server: string;
  /**
   * TLS agent and headers. Watches keep their connections, so that they get an agent of their own.
   * Asked for again, with `renew`, after the server refused a token.
   */
  credentials(
    purpose: "request" | "watch",
    renew: boolean,
  ): Promise<Pick<RequestOptions, "agent" | "headers" | "auth">>;
  /** How long one request may take, in ms. 0 means for ever. */
  readonly timeoutMs: number;
}

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Value;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

const maxRetries = 10;

/** JSON over HTTP to a Kubernetes API server. */
export class Http {
  constructor(
    private readonly connection: Connection,
    private readonly limiter: Limiter,
  ) {}

  /** The decoded answer. Waits and tries again where the server asks for it (429, or 5xx with Retry-After). */
  async json(request: ApiRequest): Promise<ValueMap> {
    for (let attempt = 0; ; attempt++) {
      await this.limiter.take();
      const response = await this.send(request, attempt > 0);
      const text = await readAll(response);
      const code = response.statusCode ?? 0;
      if (code >= 200 && code < 300) {
        return JSON.parse(text) as ValueMap;
      }
      const wait = retryAfter(response, code, attempt);
      if (wait === undefined || attempt >= maxRetries) {
        throw new ApiError(
          code,
          statusOf(text),
          `${request.method} ${request.path}: HTTP ${code}: ${text.slice(0, 500)}`,
        );
      }
      await sleep(wait, undefined, { signal: request.signal });
    }
  }

  /** Reads a watch until the server ends it or the signal fires; each line is one event. */
  async lines(request: ApiRequest, onLine: (line: ValueMap) => void): Promise<void> {
    await this.limiter.take();
    const response = await this.send(request, false);
    if (response.statusCode !== 200) {
      throw new ApiError(response.statusCode ?? 0, statusOf(await readAll(response)), `GET ${request.path}`);
    }
    let rest = "";
    response.setEncoding("utf8");
    for await (const chunk of response as AsyncIterable<string>) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((text) => text !== "")) {
        onLine(JSON.parse(line) as ValueMap);
      }
    }
  }

  private async send(request: ApiRequest, renew: boolean): Promise<IncomingMessage> {
    const url = new URL(this.connection.server);
    const path = `${url.pathname.replace(/\/$/, "")}${request.path}`;
    const query = new URLSearchParams(request.query).toString();
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const isWatch = request.query?.["watch"] !== undefined;
    const credentials = await this.connection.credentials(isWatch ? "watch" : "request", renew);
    const options: RequestOptions = {
      ...credentials,
      method: request.method,
      host: url.hostname,
      port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port,
      path: query === "" ? path : `${path}?${query}`,
      headers: {
        ...credentials.headers,
        accept: "application/json",
        "user-agent": "pulumi-kubernetes-stand-in",
        ...(body === undefined
          ? {}
          : {
              "content-type": request.contentType ?? "application/json",
              "content-length": Buffer.byteLength(body),
            }),
      },
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(isWatch || this.connection.timeoutMs === 0 ? {} : { timeout: this.connection.timeoutMs }),
    };
    return exchange(url, options, body);
  }
}

/** One request. A connection that died while idle is replaced once. */
async function exchange(
  url: URL,
  options: RequestOptions,
  body: string | undefined,
  again = true,
): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const method = options.method ?? "GET";
  const verb = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
  return new Promise((resolve, reject) => {
    const request = send(options, resolve);
    request.on("timeout", () => request.destroy(new Error(`no answer within ${options.timeout} ms`)));
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (again && request.reusedSocket && error.code === "ECONNRESET") {
        exchange(url, options, body, false).then(resolve, reject);
      } else {
        reject(new Error(`${verb} "${url.origin}${options.path}": ${describe(error)}`, { cause: error }));
      }
    });
    request.end(body);
  });
}

function describe(error: NodeJS.ErrnoException & { address?: string; port?: number }): string {
  return error.code === "ECONNREFUSED"
    ? `dial tcp ${error.address}:${error.port}: connect: connection refused`
    : error.message;
}

function retryAfter(response: IncomingMessage, code: number, attempt: number): number | undefined {
  if (code === 401) {
    return attempt === 0 ? 0 : undefined;
  }
  const seconds = Number(response.headers["retry-after"]);
  const asked = response.headers["retry-after"] !== undefined && Number.isFinite(seconds);
  return code === 429 || (code >= 500 && asked) ? (asked ? seconds : 1) * 1000 : undefined;
}

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response as AsyncIterable<string>) {
    text += chunk;
  }
  return text;
}

function statusOf(text: string): ValueMap {
  try {
    return JSON.parse(text) as ValueMap;
  } catch {
    return {};
  }
}
