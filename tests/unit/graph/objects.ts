import type { Condition, KubeObject } from "../../../provider/src/diagnose/facts";
import type { Reader } from "../../../provider/src/diagnose/reader";
import { kindOf, pathOf } from "../../../provider/src/graph/kinds";
import type { FlowObject } from "../../../provider/src/graph/model";

export const ready = [{ type: "Ready", status: "True" }];

/** An object of the cluster that is ready; the namespace is "default" unless the name has another before it. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  spec: object = {},
  more: { readonly metadata?: object; readonly status?: object } = {},
): FlowObject {
  const [own = "", namespace = "default"] = name.split("/").toReversed();
  return {
    apiVersion,
    kind,
    metadata: { name: own, namespace, uid: `${kind}-${name}`, generation: 1, ...more.metadata },
    spec,
    status: { observedGeneration: 1, conditions: ready, ...more.status },
  };
}

export const service = (name: string, namespace = "default") => ({
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace },
});

export const broker = (name: string, namespace = "default") => ({
  ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name, namespace },
});

/** What isn't ready, with what Knative says of it. */
export const failing = (reason: string, message: string, further: readonly Condition[] = []) => ({
  status: {
    observedGeneration: 1,
    conditions: [{ type: "Ready", status: "False", reason, message }, ...further],
  },
});

/** A schedule that sends to a broker, whose trigger hands some of it to a service; what that doesn't take goes to another. */
export function shop(): FlowObject[] {
  return [
    object("sources.knative.dev/v1", "PingSource", "tick", { schedule: "* * * * *", sink: broker("main") }),
    object(
      "eventing.knative.dev/v1",
      "Broker",
      "main",
      { delivery: { deadLetterSink: service("lost") } },
      { metadata: { annotations: { "eventing.knative.dev/broker.class": "MTChannelBasedBroker" } } },
    ),
    object("eventing.knative.dev/v1", "Trigger", "orders", {
      broker: "main",
      filter: { attributes: { type: "order" } },
      subscriber: { ...service("taker"), uri: "/orders" },
    }),
    object("serving.knative.dev/v1", "Service", "taker"),
    object("serving.knative.dev/v1", "Service", "lost"),
  ];
}

/** A reader of a cluster that has these objects; what is asked for is noted, and the refused paths may not be read. */
export class FakeReader implements Reader {
  readonly denied: string[] = [];
  readonly asked: string[] = [];

  constructor(
    private readonly objects: readonly FlowObject[],
    private readonly refused: readonly string[] = [],
  ) {}

  list<T extends KubeObject>(path: string): Promise<readonly T[]> {
    return Promise.resolve(
      this.answer(path, ({ all, own }) => path === all || path === own) as unknown as T[],
    );
  }

  get<T extends KubeObject>(path: string): Promise<T | undefined> {
    const found = this.answer(path, ({ own, name }) => path === `${own}/${name}`);
    return Promise.resolve(found[0] as unknown as T | undefined);
  }

  text(): Promise<string> {
    return Promise.resolve("");
  }

  patch(): Promise<void> {
    throw new Error("it only reads");
  }

  remove(): Promise<void> {
    throw new Error("it only reads");
  }

  private answer(path: string, isAt: (place: Place) => boolean): readonly FlowObject[] {
    this.asked.push(path);
    if (this.refused.includes(path)) {
      this.denied.push(path);
      return [];
    }
    return this.objects.filter((object) => isAt(placeOf(object)));
  }
}

interface Place {
  readonly all: string;
  readonly own: string;
  readonly name: string;
}

function placeOf({ apiVersion, kind, metadata }: FlowObject): Place {
  const known = kindOf(apiVersion, kind) ?? {
    apiVersion,
    kind,
    plural: `${kind.toLowerCase()}s`,
    role: "sink" as const,
  };
  return { all: pathOf(known), own: pathOf(known, metadata.namespace), name: metadata.name };
}
