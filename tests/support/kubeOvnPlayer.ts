import { KubeApi, type ApiEvent, type ApiObject, type ApiRequest } from "./kubeApi";
import { collections, nextSteps, type Watched, type World } from "./kubeOvnSteps";

/** An object that is gone, with the revision of the cluster at which it went. */
export interface Deletion {
  readonly kind: Watched;
  readonly name: string;
  readonly revision: bigint;
}

const kinds = Object.keys(collections) as Watched[];

/** Kube-OVN's controller, played on a real API server: it watches, and does what `nextSteps` says until nothing is left. */
export class KubeOvnPlayer {
  private readonly objects = new Map<Watched, Map<string, ApiObject>>(kinds.map((kind) => [kind, new Map()]));
  private readonly gone: Deletion[] = [];
  private readonly writes: ApiRequest[] = [];
  private wake: () => void = () => undefined;
  private isDirty = true;
  private isEnded = false;
  private failure: unknown;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly api: KubeApi) {}

  start(): void {
    const watches = kinds.map((kind) =>
      this.api.watch(collections[kind], (event) => {
        this.see(kind, event);
      }),
    );
    this.running = Promise.all([this.work(), ...watches]).catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Ends, and throws what went wrong on the way. */
  async end(): Promise<void> {
    this.isEnded = true;
    this.wake();
    await this.api.close();
    await this.running;
    this.check();
  }

  /** Throws what went wrong so far. */
  check(): void {
    if (this.failure !== undefined) {
      throw this.failure as Error;
    }
  }

  /** What was deleted so far, in the order in which the cluster did it. */
  deletions(): readonly Deletion[] {
    return this.gone.toSorted((a, b) => (a.revision < b.revision ? -1 : Number(a.revision > b.revision)));
  }

  /** What it has written so far, as `METHOD path`. */
  written(): readonly string[] {
    return this.writes.map(({ method, path }) => `${method} ${path}`);
  }

  private see(kind: Watched, { type, object }: ApiEvent): void {
    const { namespace = "", name, resourceVersion = "0" } = object.metadata;
    const known = this.objects.get(kind);
    if (type === "DELETED") {
      known?.delete(`${namespace}/${name}`);
      this.gone.push({ kind, name, revision: BigInt(resourceVersion) });
    } else {
      known?.set(`${namespace}/${name}`, object);
    }
    this.isDirty = true;
    this.wake();
  }

  private world(): World {
    return Object.fromEntries(
      kinds.map((kind) => [kind, [...(this.objects.get(kind)?.values() ?? [])]]),
    ) as unknown as World;
  }

  private async work(): Promise<void> {
    while (!this.isEnded) {
      if (!this.isDirty) {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
      this.isDirty = false;
      for (const step of nextSteps(this.world())) {
        if (!this.isEnded && (await this.api.write(step))) {
          this.writes.push(step);
        }
      }
    }
  }
}
