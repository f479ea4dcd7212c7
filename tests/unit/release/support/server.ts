import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on the loopback address. */
export interface TestServer {
  readonly url: string;
  /** Requests in the order they came. */
  readonly requests: readonly IncomingMessage[];
  readonly close: () => Promise<void>;
}

/** Starts a server that answers by a function, and refuses to tunnel. The function is told how many requests for this path came before. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse, earlier: number) => void,
): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const earlier = requests.filter(({ url }) => url === request.url).length;
    requests.push(request);
    answer(request, response, earlier);
  });
  server.on("connect", (request, socket) => {
    requests.push(request);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

const proxyVariables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];

/** Runs something with these proxy variables and no others in the environment. */
export async function withProxy<T>(
  variables: Readonly<Record<string, string>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = proxyVariables.map((name) => [name, process.env[name]] as const);
  for (const name of proxyVariables) {
    delete process.env[name];
  }
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  }
}
