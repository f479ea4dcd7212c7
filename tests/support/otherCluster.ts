import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { stringify } from "yaml";
import { KubeApi, type ApiObject } from "./kubeApi";

/** UID of the cluster that it seems to be. */
export const otherUid = "00000000-0000-4000-8000-00000000c1d2";

/** A cluster as it would be after a restore elsewhere: all objects are those of the one behind it, and the cluster is another. */
export class OtherCluster {
  private readonly server: Server;

  constructor(kubeconfig: string) {
    const api = new KubeApi(kubeconfig);
    this.server = createServer((question, answer) => {
      void answered(api, question)
        .catch((error: unknown) => ({ code: 500, kind: "Status", status: "Failure", message: String(error) }))
        .then((body) =>
          answer
            .writeHead("code" in body ? Number(body.code) : 200, { "content-type": "application/json" })
            .end(JSON.stringify(body)),
        );
    });
    this.server.on("close", () => void api.close());
  }

  /** Listens, and gives a kubeconfig of it. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const { port } = this.server.address() as AddressInfo;
    // Without the switch the library that reads kubeconfigs takes no plain HTTP.
    const cluster = { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true };
    return stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "other", cluster }],
      users: [{ name: "other", user: {} }],
      contexts: [{ name: "other", context: { cluster: "other", user: "other" } }],
      "current-context": "other",
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Reads go through, and questions of what one may do; nothing is written. */
async function answered(api: KubeApi, question: IncomingMessage): Promise<object> {
  const { method, url: path = "/" } = question;
  if (method === "GET") {
    const found = await api.get(path);
    return found === undefined ? refusal(404, "NotFound", `${path} is not there`) : disguised(found);
  }
  return method === "POST" && path.includes("accessreviews")
    ? api.create(path, (await json(question)) as object)
    : refusal(405, "MethodNotAllowed", `${method} ${path} is not for this test`);
}

function disguised(found: ApiObject): object {
  const { items } = found as { readonly items?: readonly ApiObject[] };
  const isCluster = found.metadata?.name === "kube-system" && found.metadata.namespace === undefined;
  return {
    ...found,
    ...(items === undefined ? {} : { items: items.map(disguised) }),
    ...(isCluster ? { metadata: { ...found.metadata, uid: otherUid } } : {}),
  };
}

function refusal(code: number, reason: string, message: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", reason, message, code };
}
