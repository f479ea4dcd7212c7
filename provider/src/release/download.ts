import { EnvHttpProxyAgent, interceptors, request, RetryAgent, type Dispatcher } from "undici";
import { redact } from "./sourceError";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly etag: string | undefined;
  /** How long the server vouches for the answer, in seconds. */
  readonly maxAge: number;
}

export interface DownloadOptions {
  /** Further tries after the first. */
  readonly retries: number;
  /** Bound of everything, tries and pauses included, in milliseconds. */
  readonly timeout: number;
  /** Tag of the answer that is already there: the server then answers 304. */
  readonly etag?: string;
}

/** Times in milliseconds; a size in bytes that is far above any release file and far below what would harm. */
const limits = {
  connect: { timeout: 10_000 },
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  maxResponseSize: 64 * 1024 * 1024,
};

/** Times out or breaks off without a word about the request itself, so asking again may help. */
const passingErrors = [
  "ECONNRESET",
  "ECONNREFUSED",
  "EAI_AGAIN",
  "ENETDOWN",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
];

/**
 * Fetches a URL through the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), follows up to five
 * redirections, and tries again with growing pauses, or as Retry-After says, up to 20 s each. Throws an Error whose text has
 * no credentials where no answer could be had.
 */
export async function download(url: URL, options: DownloadOptions): Promise<Answer> {
  try {
    return await ask(url, options);
  } catch (error) {
    throw new Error(describe(error, options.timeout));
  }
}

async function ask(url: URL, { retries, timeout, etag }: DownloadOptions): Promise<Answer> {
  // A tunnel for plain HTTP is more than many proxies allow, and hides nothing from them.
  const agent = new EnvHttpProxyAgent({ ...limits, proxyTunnel: false });
  const dispatcher = new RetryAgent(agent.compose(interceptors.redirect({ maxRedirections: 5 })), {
    maxRetries: retries,
    minTimeout: 300,
    maxTimeout: 20_000,
    errorCodes: passingErrors,
  });
  const headers = {
    "user-agent": "pulumi-knative",
    ...authorization(url),
    ...(etag === undefined ? {} : { "if-none-match": etag }),
  };
  try {
    const signal = AbortSignal.timeout(timeout);
    return await answerOf(await request(anonymous(url), { dispatcher, headers, signal }));
  } finally {
    await agent.destroy();
  }
}

async function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Answer> {
  const { etag } = headers;
  const [, maxAge = "0"] = /\bmax-age=(\d+)/.exec(String(headers["cache-control"] ?? "")) ?? [];
  return {
    status: statusCode,
    body: Buffer.from(await body.arrayBuffer()),
    etag: typeof etag === "string" ? etag : undefined,
    maxAge: Number(maxAge),
  };
}

/** User and password go into a header: with the URL they would end up in logs on the way. */
function authorization({ username, password }: URL): Record<string, string> {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return username === "" && password === ""
    ? {}
    : { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function anonymous(url: URL): URL {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  return copy;
}

function describe(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) {
    return redact(String(error));
  }
  if (error.name === "TimeoutError") {
    return `no answer within ${timeout / 1000} s`;
  }
  const { statusCode } = error as Error & { statusCode?: number };
  if (statusCode !== undefined) {
    return `the server answered ${statusCode}`;
  }
  // Node joins the failures for several addresses of one host into an error without a text.
  const causes = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return redact(causes.map(({ message }) => message).join("; "));
}
