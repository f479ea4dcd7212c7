import type { Context } from "mocha";
import { request } from "undici";
import { eventingUp } from "../../lab/eventing";
import { withProgress } from "../../lab/node";
import type { ServiceArgs } from "../../provider/src";
import type { Kubectl } from "./kubectl";
import { labRegistry, needLab } from "./lab";

/** Longest time for Eventing's programs to be built first; for the timeout of a `before`. */
export const eventingTimeoutMs = 20 * 60_000;

/** A sample that sends, sifts and receives events; see lab/toolchain/sample/events for what its environment says. */
export const eventsImage = `${labRegistry}/samples/events:v1`;

/** A running lab with the images of Eventing's programs; skips, saying why, where there is no lab. */
export async function needEventing(context: Context): Promise<Record<string, string>> {
  const env = await needLab(context);
  context.timeout(eventingTimeoutMs);
  await withProgress((report) => eventingUp(report));
  return env;
}

/** An event as a receiver saw it. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly data: string;
  /** Name of the service that got it. */
  readonly by: string;
  readonly revision: string;
  readonly path: string;
  /** The event's attributes, as headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What subscribers tell of the events that they get: a pod that stays, and remembers. */
export class EventLog {
  private address = "";

  constructor(
    private readonly kubectl: Kubectl,
    private readonly name = "event-log",
  ) {}

  /** Where subscribers in the same namespace are to tell: their variable FORWARD. */
  get url(): string {
    return `http://${this.name}/told`;
  }

  async start(): Promise<void> {
    await this.kubectl.apply(this.deployment(), balancer(this.name, "default", { app: this.name }, 8080));
    await this.kubectl.run(
      "rollout",
      "status",
      `deployment/${this.name}`,
      "--timeout=3m",
      "--request-timeout=0",
    );
    this.address = await addressOf(this.kubectl, this.name, "default");
  }

  async stop(): Promise<void> {
    await this.kubectl.run("delete", "deployment,service", this.name, "--ignore-not-found");
  }

  async all(): Promise<readonly Received[]> {
    const { body } = await request(`http://${this.address}/events`);
    return (await body.json()) as Received[];
  }

  /** The events of a type that a service got. */
  async received(by: string, type: string): Promise<readonly Received[]> {
    return (await this.all()).filter((event) => event.by === by && event.type === type);
  }

  /** The first event of a type that a service gets, waited for. */
  firstOf(by: string, type: string): Promise<Received> {
    return this.kubectl.until(
      `an event ${type} at ${by}`,
      async () => (await this.received(by, type))[0],
      180,
    );
  }

  /** A service that tells this of the events that it gets. */
  subscriber(name: string, env: Readonly<Record<string, string>> = {}): ServiceArgs {
    return {
      name,
      image: eventsImage,
      visibility: "cluster-local",
      env: { FORWARD: this.url, ...env },
      scale: { window: "6s" },
    };
  }

  private deployment(): object {
    const labels = { app: this.name };
    const container = { name: "events", image: eventsImage, readinessProbe: { tcpSocket: { port: 8080 } } };
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: this.name, namespace: "default" },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    };
  }
}

/** A way into a broker of the lab from outside the cluster, as an application in it would go. */
export class BrokerDoor {
  private address = "";

  constructor(private readonly kubectl: Kubectl) {}

  async open(): Promise<void> {
    const selector = { "eventing.knative.dev/brokerRole": "ingress" };
    await this.kubectl.apply(balancer("door", "knative-eventing", selector, 8080));
    this.address = await addressOf(this.kubectl, "door", "knative-eventing");
  }

  async close(): Promise<void> {
    await this.kubectl.run("delete", "service", "door", "--namespace=knative-eventing", "--ignore-not-found");
  }

  /** Sends one event as senders do who may not lose any: until it is taken. Tells how often it was tried. */
  async send(broker: string, { id, type }: Pick<Received, "id" | "type">): Promise<number> {
    for (let tries = 1; ; tries++) {
      const status = await this.post(broker, id, type);
      if (status === 202) {
        return tries;
      }
      if (tries === 300) {
        throw new Error(`the event ${id} was not taken: ${status}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private async post(broker: string, id: string, type: string): Promise<number | string> {
    const headers = {
      "ce-id": id,
      "ce-type": type,
      "ce-source": "test",
      "ce-specversion": "1.0",
      "content-type": "text/plain",
    };
    try {
      const { statusCode, body } = await request(`http://${this.address}/default/${broker}`, {
        method: "POST",
        headers,
        body: id,
      });
      await body.dump();
      return statusCode;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function balancer(
  name: string,
  namespace: string,
  selector: Readonly<Record<string, string>>,
  targetPort: number,
): object {
  const spec = { type: "LoadBalancer", selector, ports: [{ port: 80, targetPort }] };
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec };
}

async function addressOf(kubectl: Kubectl, name: string, namespace: string): Promise<string> {
  return kubectl.until(
    `an address of ${name}`,
    async () => {
      const template = "jsonpath={.status.loadBalancer.ingress[0].ip}";
      const address = await kubectl.run("get", "service", name, `--namespace=${namespace}`, "-o", template);
      return address === "" ? undefined : address;
    },
    120,
  );
}
