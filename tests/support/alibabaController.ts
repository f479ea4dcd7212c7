import {
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  type V1Service,
} from "@kubernetes/client-node";

const prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
const idLabel = "service.k8s.alibaba/loadbalancer-id";
const finalizers = { clb: "service.k8s.alibaba/resources", nlb: "service.k8s.alibaba/nlb" } as const;
const classes: Readonly<Record<string, keyof typeof finalizers>> = {
  "alibabacloud.com/clb": "clb",
  "alibabacloud.com/nlb": "nlb",
};
const intervalMilliseconds = 200;

type Kind = keyof typeof finalizers;

/** A load balancer of the played cloud. */
export interface PlayedBalancer {
  readonly kind: Kind;
  readonly addressType: string;
  readonly ingress: { readonly ip?: string; readonly hostname?: string };
  /** Whose it is: one that `id` names is never deleted. */
  readonly reused: boolean;
}

/**
 * Alibaba's cloud controller manager, played, as far as a Service can see it: finalizer, label with the id, address by class and
 * address type, and no move from a load balancer to another (kubernetes/cloud-provider-alibaba-cloud, pkg/controller/service).
 * It takes Services of its classes, and those without a class that carry its annotations.
 */
export class AlibabaController {
  /** Load balancers that there are, by id. */
  readonly balancers = new Map<string, PlayedBalancer>();
  /** What it did and refused, in order. */
  readonly events: string[] = [];

  private readonly api: CoreV1Api;
  private made = 0;
  private running: Promise<void> | undefined;
  private stopped = false;

  /** `onRelease` is told of each load balancer that is given up, when it is. */
  constructor(
    kubeconfig: string,
    private readonly onRelease: (id: string) => void = () => undefined,
  ) {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    this.api = config.makeApiClient(CoreV1Api);
  }

  start(): void {
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      const { items } = await this.api.listServiceForAllNamespaces();
      for (const service of items) {
        await this.reconcile(service);
      }
      await new Promise((resolve) => setTimeout(resolve, intervalMilliseconds));
    }
  }

  private async reconcile(service: V1Service): Promise<void> {
    const { finalizers: held = [] } = service.metadata ?? {};
    const kind = kindOf(service);
    if (kind === undefined) {
      if (held.some((each) => isOwn(each))) {
        await this.release(service);
      }
      return;
    }
    const annotations = service.metadata?.annotations ?? {};
    const id = service.metadata?.labels?.[idLabel];
    const wanted = annotations[`${prefix}id`];
    const balancer = id === undefined ? undefined : this.balancers.get(id);
    const addressType = annotations[`${prefix}address-type`] ?? balancer?.addressType ?? "internet";
    if (id === undefined || balancer === undefined) {
      await this.make(service, kind, wanted, addressType);
    } else if (wanted !== undefined && wanted !== id) {
      this.tell(`${nameOf(service)}: service has been associated with ${id}, cannot be bound to ${wanted}`);
    } else if (kind === "clb" && balancer.addressType !== addressType) {
      this.tell(`${nameOf(service)}: can not change LoadBalancer AddressType once created`);
    }
  }

  private async make(
    service: V1Service,
    kind: Kind,
    reused: string | undefined,
    addressType: string,
  ): Promise<void> {
    this.made += 1;
    const id = reused ?? `${kind === "nlb" ? "nlb" : "lb"}-${this.made}`;
    const ip = `${addressType === "internet" ? "47.96.0" : "10.88.0"}.${this.made}`;
    const ingress = kind === "nlb" ? { hostname: `${id}.cn-lab.nlb.aliyuncs.com` } : { ip };
    this.balancers.set(id, { kind, addressType, ingress, reused: reused !== undefined });
    const { finalizers: held = [] } = service.metadata ?? {};
    const metadata = { finalizers: [...held, finalizers[kind]], labels: { [idLabel]: id } };
    await this.patch(service, { metadata }, { loadBalancer: { ingress: [ingress] } });
    this.tell(`${nameOf(service)} (${service.metadata?.uid}): made ${id}`);
  }

  private async release(service: V1Service): Promise<void> {
    const id = service.metadata?.labels?.[idLabel] ?? "";
    const { finalizers: held = [] } = service.metadata ?? {};
    if (this.balancers.get(id)?.reused !== true) {
      this.balancers.delete(id);
    }
    const rest = held.filter((each) => !isOwn(each));
    const metadata = { finalizers: rest, labels: { [idLabel]: null } };
    await this.patch(service, { metadata }, { loadBalancer: { ingress: null } });
    this.tell(`${nameOf(service)}: released ${id}`);
    this.onRelease(id);
  }

  /** Status first where a Service goes: without finalizers there is none any more. */
  private async patch(service: V1Service, body: object, status: object): Promise<void> {
    const { name = "", namespace = "" } = service.metadata ?? {};
    const options = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
    try {
      await this.api.patchNamespacedServiceStatus({ name, namespace, body: { status } }, options);
      await this.api.patchNamespacedService({ name, namespace, body }, options);
    } catch (error) {
      // Deleted since it was listed.
      if ((error as { code?: number }).code !== 404) {
        throw error;
      }
    }
  }

  private tell(event: string): void {
    if (this.events.at(-1) !== event) {
      this.events.push(event);
    }
  }
}

/** The kind of load balancer that a Service asks this controller for; undefined for none. */
function kindOf({ metadata = {}, spec = {} }: V1Service): Kind | undefined {
  const { deletionTimestamp, annotations = {}, finalizers: held = [] } = metadata;
  const { type, loadBalancerClass } = spec;
  if (type !== "LoadBalancer" || deletionTimestamp !== undefined) {
    return undefined;
  }
  if (loadBalancerClass !== undefined) {
    return classes[loadBalancerClass];
  }
  const isAnnotated = Object.keys(annotations).some((name) => name.startsWith(prefix));
  return isAnnotated || held.includes(finalizers.clb) ? "clb" : undefined;
}

function isOwn(finalizer: string): boolean {
  return (Object.values(finalizers) as readonly string[]).includes(finalizer);
}

function nameOf({ metadata }: V1Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
