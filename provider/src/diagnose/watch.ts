import { diagnose } from "./diagnose";
import type { KnativeService } from "./facts";
import { handingOver, isReady } from "./handOver";
import { readSnapshot } from "./read";
import type { Reader } from "./reader";
import { hindrance, type Awaited } from "./settle";

/** The watch's ways to the world. */
export interface WatchOptions {
  readonly open: () => Promise<Reader>;
  readonly now?: () => number;
  /** Calls back after a time, in milliseconds; must not keep the process alive. */
  readonly later?: (action: () => void, milliseconds: number) => void;
}

/** Time without any service that got ready, in milliseconds, after which those that are waited for are looked at. */
const quiet = 10_000;
const interval = 5_000;
/** A look may take this part of the time: a large cluster is asked less often. */
const share = 0.1;

/**
 * Watches over services while the provider waits for them: of those that something keeps from being ready, it hands the
 * waiting over. As long as services get ready one after the other, and in an update that changes nothing, it asks
 * nothing of the cluster.
 */
export class Watch {
  private readonly pending = new Map<string, Awaited>();
  private readonly now: () => number;
  private readonly later: (action: () => void, milliseconds: number) => void;
  private lastChange = 0;
  private isTicking = false;

  constructor(private readonly options: WatchOptions) {
    this.now = options.now ?? Date.now;
    this.later = options.later ?? ((action, milliseconds) => void setTimeout(action, milliseconds).unref());
  }

  add(service: Awaited): void {
    this.pending.set(keyOf(service), service);
    this.lastChange = this.now();
    if (!this.isTicking) {
      this.isTicking = true;
      this.later(() => void this.tick(), interval);
    }
  }

  done(service: Awaited): void {
    this.pending.delete(keyOf(service));
    this.lastChange = this.now();
  }

  private async tick(): Promise<void> {
    const start = this.now();
    if (start - this.lastChange >= quiet) {
      // Whatever goes wrong here, the provider's wait goes on and ends by itself.
      await this.look().catch(() => undefined);
    }
    this.isTicking = this.pending.size > 0;
    if (this.isTicking) {
      this.later(() => void this.tick(), Math.max(interval, (this.now() - start) / share));
    }
  }

  private async look(): Promise<void> {
    const reader = await this.options.open();
    const namespaces = new Set([...this.pending.values()].map(({ namespace }) => namespace));
    for (const namespace of namespaces) {
      const services = await reader.list<KnativeService>(servicesPath(namespace));
      const stuck = services.filter(
        (service) => this.pending.has(keyOf(awaitedOf(service))) && !isReady(service),
      );
      if (stuck.length > 0) {
        await this.handOver(reader, namespace, stuck);
      }
    }
  }

  private async handOver(reader: Reader, namespace: string, stuck: readonly KnativeService[]): Promise<void> {
    const snapshot = await readSnapshot(reader, { namespaces: [namespace] });
    for (const service of stuck) {
      const change = handingOver(service);
      if (change !== undefined && hindrance(diagnose(snapshot, awaitedOf(service))) !== undefined) {
        await reader.patch(`${servicesPath(namespace)}/${service.metadata.name}`, change);
      }
    }
  }
}

function servicesPath(namespace: string): string {
  return `/apis/serving.knative.dev/v1/namespaces/${namespace}/services`;
}

function awaitedOf({ metadata: { namespace = "default", name } }: KnativeService): Awaited {
  return { namespace, name };
}

function keyOf({ namespace, name }: Awaited): string {
  return `${namespace}/${name}`;
}
