import { KubeApi, type ApiObject } from "./kubeApi";

/** Kinds whose controllers are played, by the path of all their objects. */
const collections = {
  Broker: "/apis/eventing.knative.dev/v1/brokers",
  Channel: "/apis/messaging.knative.dev/v1/channels",
  Sequence: "/apis/flows.knative.dev/v1/sequences",
  Parallel: "/apis/flows.knative.dev/v1/parallels",
  Trigger: "/apis/eventing.knative.dev/v1/triggers",
  Subscription: "/apis/messaging.knative.dev/v1/subscriptions",
  PingSource: "/apis/sources.knative.dev/v1/pingsources",
  ApiServerSource: "/apis/sources.knative.dev/v1/apiserversources",
  ContainerSource: "/apis/sources.knative.dev/v1/containersources",
  SinkBinding: "/apis/sources.knative.dev/v1/sinkbindings",
} as const;
export type PlayedKind = keyof typeof collections;

const webhookCollections = ["mutating", "validating"].map(
  (kind) => `/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations`,
);
const ofEventing = "app.kubernetes.io/name%3Dknative-eventing";
const nothings = {
  apiGroups: ["never.example.com"],
  apiVersions: ["v1"],
  operations: ["CREATE"],
  resources: ["nothings"],
};
const caBundle = Buffer.from("nobody checks it").toString("base64");
const finalizer = "played.example.com/held";
const pauseMs = 300;

interface Webhook {
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
}

interface Live extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly generation?: number };
}

/**
 * Eventing's programs, played on a real API server: the webhook signs in, objects are held by a finalizer, become ready, and are let
 * go of when they are deleted. Definitions come and go while it plays, so it asks rather than watches.
 */
export class EventingPlayer {
  private isEnded = false;
  private failure: unknown;
  private running: Promise<void> = Promise.resolve();
  private readonly released: string[] = [];

  constructor(private readonly api: KubeApi) {}

  start(): void {
    this.running = this.work().catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Ends, and throws what went wrong on the way. */
  async end(): Promise<void> {
    this.isEnded = true;
    await this.running;
    await this.api.close();
    this.check();
  }

  /** Throws what went wrong so far. */
  check(): void {
    if (this.failure !== undefined) {
      throw this.failure as Error;
    }
  }

  /** What it has let go of so far, in that order, as `Kind/namespace/name`. */
  deletions(): readonly string[] {
    return this.released;
  }

  private async work(): Promise<void> {
    while (!this.isEnded) {
      await this.signIn();
      for (const kind of Object.keys(collections) as PlayedKind[]) {
        const list = await this.api.get<{ items: readonly Live[] }>(collections[kind]);
        for (const object of list?.items ?? []) {
          await this.reconcile(kind, object);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** With rules for nothing that there is: nobody would answer. */
  private async signIn(): Promise<void> {
    for (const collection of webhookCollections) {
      const list = await this.api.get<{ items: readonly Webhook[] }>(
        `${collection}?labelSelector=${ofEventing}`,
      );
      const unsigned = list?.items.filter(
        ({ webhooks: [first] }) => first?.clientConfig.caBundle === undefined,
      );
      for (const { metadata, webhooks } of unsigned ?? []) {
        const signed = webhooks.map((each) => ({
          ...each,
          rules: [nothings],
          clientConfig: { ...each.clientConfig, caBundle },
        }));
        await this.api.write({
          method: "PATCH",
          path: `${collection}/${metadata.name}`,
          body: { webhooks: signed },
        });
      }
    }
  }

  private async reconcile(kind: PlayedKind, { metadata, status }: Live): Promise<void> {
    const {
      name,
      namespace = "",
      finalizers = [],
      deletionTimestamp,
      resourceVersion,
      generation,
    } = metadata;
    const collection = collections[kind];
    const cut = collection.lastIndexOf("/");
    const path = `${collection.slice(0, cut)}/namespaces/${namespace}${collection.slice(cut)}/${name}`;
    const held = (list: readonly string[]) =>
      this.api.write({ method: "PATCH", path, body: { metadata: { resourceVersion, finalizers: list } } });
    if (deletionTimestamp !== undefined) {
      if (finalizers.includes(finalizer) && (await held(finalizers.filter((each) => each !== finalizer)))) {
        this.released.push(`${kind}/${namespace}/${name}`);
      }
    } else if (!finalizers.includes(finalizer)) {
      await held([...finalizers, finalizer]);
    } else if (status?.["observedGeneration"] !== generation) {
      const body = { status: readyStatus(kind, `${namespace}/${name}`, generation) };
      await this.api.write({ method: "PATCH", path: `${path}/status`, body });
    }
  }
}

function readyStatus(kind: PlayedKind, key: string, observedGeneration: number | undefined): object {
  const sinkUri = "http://sink.example.com";
  const subscriberUri = "http://subscriber.example.com";
  const receiver = { address: { url: `http://${kind.toLowerCase()}.example.com/${key}` } };
  const told = {
    Broker: { address: { url: `http://broker-ingress.example.com/${key}` } },
    Channel: receiver,
    Sequence: receiver,
    Parallel: receiver,
    Trigger: { subscriberUri },
    Subscription: { physicalSubscription: { subscriberUri } },
    PingSource: { sinkUri },
    ApiServerSource: { sinkUri, namespaces: [] },
    ContainerSource: { sinkUri },
    SinkBinding: { sinkUri },
  };
  return { observedGeneration, conditions: [{ type: "Ready", status: "True" }], ...told[kind] };
}
