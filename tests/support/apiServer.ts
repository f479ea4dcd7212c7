import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** UID of the cluster that the server plays, unless it is told otherwise. */
export const clusterUid = "0a1b2c3d-uid-of-kube-system";

/** An API server with a version and an identity, and perhaps Knative of somebody. */
export class ApiServer {
  asked: string[] = [];
  objects: Record<string, object> = {};
  private readonly server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    this.asked.push(path);
    const found = this.objects[path];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? {}));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  get kubeconfig(): string {
    const server = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return JSON.stringify({
      clusters: [{ name: "a", cluster: { server, "insecure-skip-tls-verify": true } }],
      contexts: [{ name: "a", context: { cluster: "a", user: "me" } }],
      users: [{ name: "me", user: { token: "t0ken" } }],
      "current-context": "a",
    });
  }
}
