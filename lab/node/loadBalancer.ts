import { createServer } from "node:http";

import {
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type ObjectCache,
  type V1Service,
} from "@kubernetes/client-node";

import { ADDRESSES, CLUSTER, NETWORKS, PORTS } from "./layout";
import { assign, isOurs, poolAddresses, shownAddress } from "./loadBalancerPool";

const RETRY_MS = 1000;
// Many Services come and go together; one look at all of them answers for a burst.
const GATHER_MS = 20;

/** Gives LoadBalancer Services addresses of the lab's pool; kube-proxy makes the addresses answer. */
class LoadBalancerController {
  /** Last address given to each Service by uid: the watch shows our own writes with a delay. */
  private readonly given = new Map<string, string>();
  private readonly pool = poolAddresses(NETWORKS.loadBalancers);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly api: CoreV1Api,
    private readonly services: ObjectCache<V1Service>,
  ) {}

  /** Looks at all Services soon. */
  public request(delayMs: number = GATHER_MS): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.reconcile().catch((error: unknown) => {
        console.error(
          "cannot write a Service's status, will try again:",
          error instanceof Error ? error.message : error,
        );
        this.request(RETRY_MS);
      });
    }, delayMs);
  }

  private async reconcile(): Promise<void> {
    const ours = this.services.list().filter((service) => isOurs(service, CLUSTER.loadBalancerClass));
    const { addresses, refusals } = assign(ours, this.pool, this.given);
    for (const uid of this.given.keys()) if (!addresses.has(uid)) this.given.delete(uid);
    for (const service of ours) {
      const uid = service.metadata?.uid ?? "";
      const address = addresses.get(uid);
      const refusal = refusals.get(uid);
      if (refusal !== undefined) console.error(`${nameOf(service)}: ${refusal}`);
      if (address !== undefined) this.given.set(uid, address);
      if (address !== shownAddress(service)) await this.write(service, address);
    }
  }

  private async write(service: V1Service, address: string | undefined): Promise<void> {
    const { name = "", namespace = "" } = service.metadata ?? {};
    // A merge patch deletes by null.
    const ingress = address === undefined ? null : [{ ip: address }];
    const body = { status: { loadBalancer: { ingress } } };
    try {
      await this.api.patchNamespacedServiceStatus(
        { name, namespace, body },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
      console.log(`${nameOf(service)}: ${address ?? "no address"}`);
    } catch (error) {
      // Deleted since the watch told of it.
      if ((error as { code?: number }).code !== 404) throw error;
    }
  }
}

function nameOf({ metadata }: V1Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

async function main(kubeconfig: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, "/api/v1/services", () => api.listServiceForAllNamespaces());
  const controller = new LoadBalancerController(api, informer);
  let connected = false;
  for (const verb of ["add", "update", "delete"] as const) informer.on(verb, () => controller.request());
  informer.on("connect", () => {
    connected = true;
    controller.request();
  });
  const start = () =>
    informer.start().catch((error: unknown) => {
      fail(error);
    });
  const fail = (error: unknown) => {
    connected = false;
    console.error("lost the API server, will try again:", error instanceof Error ? error.message : error);
    setTimeout(() => void start(), RETRY_MS);
  };
  informer.on("error", fail);
  await start();
  createServer((_, response) => {
    response.writeHead(connected ? 200 : 503).end(connected ? "ok\n" : "does not hear from the API server\n");
  }).listen(PORTS.loadBalancerHealth, ADDRESSES.node);
}

const [kubeconfig] = process.argv.slice(2);
if (kubeconfig === undefined) throw new Error("usage: loadBalancer.ts <kubeconfig>");
void main(kubeconfig);
