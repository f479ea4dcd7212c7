import type { ApiServerSourceArgs } from "../eventing/apiServerSource.args";
import type { BrokerArgs } from "../eventing/broker.args";
import type { ChannelArgs } from "../eventing/channel.args";
import type { ContainerSourceArgs } from "../eventing/containerSource.args";
import type { DeliveryArgs } from "../eventing/delivery.args";
import type { ParallelArgs } from "../eventing/parallel.args";
import type { PingSourceArgs } from "../eventing/pingSource.args";
import { defaultNamespace, eventKey } from "../eventing/ready";
import type { SequenceArgs } from "../eventing/sequence.args";
import type { SinkArgs } from "../eventing/sink.args";
import { namedSinks, type NamedSink } from "../eventing/sink.render";
import type { SinkBindingArgs } from "../eventing/sinkBinding.args";
import type { SubscriptionArgs } from "../eventing/subscription.args";
import type { TriggerArgs } from "../eventing/trigger.args";
import type { PlatformEventingArgs } from "./eventing.args";

/** What a sink is to the part that names it. */
export type SinkRole = "sink" | "subscriber" | "filter" | "reply" | "deadLetterSink";

/** A sink that a part names. */
export interface FlowSink {
  /** Where it stands in the platform's inputs, such as `triggers[0].subscriber`. */
  readonly path: string;
  readonly role: SinkRole;
  readonly sink: SinkArgs;
}

/** What a part hands the events of to others. */
export interface FlowOrigin {
  readonly path: string;
  readonly kind: NamedSink;
  readonly name: unknown;
}

interface Part<K extends string, A> {
  readonly kind: K;
  /** Where it stands in the platform's inputs, such as `brokers[0]`. */
  readonly path: string;
  readonly args: A;
  readonly key: string;
  readonly namespace: string;
  readonly origin?: FlowOrigin;
  readonly sinks: readonly FlowSink[];
  /** What is done for events that aren't taken, each with its path. */
  readonly deliveries: readonly (readonly [path: string, delivery: DeliveryArgs])[];
}

/** What takes events, and is named by sinks. */
export type FlowReceiver =
  | Part<"broker", BrokerArgs>
  | Part<"channel", ChannelArgs>
  | Part<"sequence", SequenceArgs>
  | Part<"parallel", ParallelArgs>;
/** What hands on events of a receiver. */
export type FlowLink = Part<"trigger", TriggerArgs> | Part<"subscription", SubscriptionArgs>;
/** What events come from. */
export type FlowSource =
  | Part<"pingSource", PingSourceArgs>
  | Part<"apiServerSource", ApiServerSourceArgs>
  | Part<"containerSource", ContainerSourceArgs>
  | Part<"sinkBinding", SinkBindingArgs>;
export type FlowPart = FlowReceiver | FlowLink | FlowSource;

/** What a kind of parts says of sinks and deliveries, by paths in the part. */
interface Wiring {
  readonly origin?: FlowOrigin;
  readonly sinks?: readonly (readonly [path: string, role: SinkRole, sink: SinkArgs | undefined])[];
  readonly deliveries?: readonly (readonly [path: string, delivery: DeliveryArgs | undefined])[];
}

/** Brokers, channels, sequences and parallels of a platform. */
export function receiversOf(args: PlatformEventingArgs): readonly FlowReceiver[] {
  return [
    ...partsOf("broker", "brokers", args.brokers, ({ delivery }) => ({
      deliveries: [["delivery", delivery]],
    })),
    ...partsOf("channel", "channels", args.channels, ({ delivery }) => ({
      deliveries: [["delivery", delivery]],
    })),
    ...partsOf("sequence", "sequences", args.sequences, ({ steps, reply }) => ({
      sinks: [
        ...steps.map((step, index) => [`steps[${index}].subscriber`, "subscriber", step.subscriber] as const),
        ["reply", "reply", reply],
      ],
      deliveries: steps.map((step, index) => [`steps[${index}].delivery`, step.delivery] as const),
    })),
    ...partsOf("parallel", "parallels", args.parallels, ({ branches, reply }) => ({
      sinks: [
        ...branches.flatMap((branch, index) =>
          (["filter", "subscriber", "reply"] as const).map(
            (role) => [`branches[${index}].${role}`, role, branch[role]] as const,
          ),
        ),
        ["reply", "reply", reply],
      ],
      deliveries: branches.map((branch, index) => [`branches[${index}].delivery`, branch.delivery] as const),
    })),
  ];
}

/** Triggers and subscriptions of a platform. */
export function linksOf(args: PlatformEventingArgs): readonly FlowLink[] {
  return [
    ...partsOf("trigger", "triggers", args.triggers, ({ broker = "default", subscriber, delivery }) => ({
      origin: { path: "broker", kind: "broker", name: broker },
      sinks: [["subscriber", "subscriber", subscriber]],
      deliveries: [["delivery", delivery]],
    })),
    ...partsOf("subscription", "subscriptions", args.subscriptions, (subscription) => ({
      origin: { path: "channel", kind: "channel", name: subscription.channel },
      sinks: [
        ["subscriber", "subscriber", subscription.subscriber],
        ["reply", "reply", subscription.reply],
      ],
      deliveries: [["delivery", subscription.delivery]],
    })),
  ];
}

/** Sources of a platform. */
export function sourcesOf({ sources = {} }: PlatformEventingArgs): readonly FlowSource[] {
  const sending = ({ sink }: { readonly sink: SinkArgs }): Wiring => ({ sinks: [["sink", "sink", sink]] });
  return [
    ...partsOf("pingSource", "sources.pings", sources.pings, sending),
    ...partsOf("apiServerSource", "sources.apiServers", sources.apiServers, sending),
    ...partsOf("containerSource", "sources.containers", sources.containers, sending),
    ...partsOf("sinkBinding", "sources.sinkBindings", sources.sinkBindings, sending),
  ];
}

/** All that events flow through in a platform. */
export function flowOf(args: PlatformEventingArgs): readonly FlowPart[] {
  return [...receiversOf(args), ...linksOf(args), ...sourcesOf(args)];
}

function partsOf<K extends string, A extends { readonly name?: string; readonly namespace?: string }>(
  kind: K,
  list: string,
  all: readonly A[] | undefined,
  wiringOf: (args: A) => Wiring,
): readonly Part<K, A>[] {
  return (all ?? []).map((args, index) => {
    const path = `${list}[${index}]`;
    const { origin, sinks = [], deliveries = [] } = wiringOf(args);
    const within = deliveries.flatMap(([at, delivery]) =>
      delivery === undefined ? [] : [[at, delivery] as const],
    );
    const dead = within.map(
      ([at, { deadLetterSink }]) => [`${at}.deadLetterSink`, "deadLetterSink", deadLetterSink] as const,
    );
    return {
      kind,
      path,
      args,
      key: eventKey(args),
      namespace: args.namespace ?? defaultNamespace,
      ...(origin === undefined ? {} : { origin: { ...origin, path: `${path}.${origin.path}` } }),
      sinks: [...sinks, ...dead].flatMap(([at, role, sink]) =>
        sink === undefined ? [] : [{ path: `${path}.${at}`, role, sink }],
      ),
      deliveries: within.map(([at, delivery]) => [`${path}.${at}`, delivery] as const),
    };
  });
}

/** What a part is known by among all kinds, as in `broker/shop/main`. */
export type FlowId = `${NamedSink}/${string}`;

/** What a sink names by a property of its own, where the name is known as the program runs. */
export function namedBy(sink: SinkArgs, home: string): FlowId | undefined {
  const kind = namedSinks.find((each) => sink[each] !== undefined);
  return kind && flowId(kind, sink[kind], sink.namespace ?? home);
}

/** The id of a named part; undefined where the name is only known later. */
export function flowId(kind: NamedSink, name: unknown, namespace: string): FlowId | undefined {
  return typeof name === "string" ? `${kind}/${eventKey({ name, namespace })}` : undefined;
}

/** All that a part leads to, takes events from or is bound to, by name. */
export function needsOf(part: FlowPart): readonly FlowId[] {
  const { origin, sinks, namespace } = part;
  const named = [
    origin && flowId(origin.kind, origin.name, namespace),
    ...(part.kind === "sinkBinding" ? [subjectOf(part.args, namespace)] : []),
    ...sinks.map(({ sink }) => namedBy(sink, namespace)),
  ];
  return [...new Set(named.filter((id) => id !== undefined))];
}

/** The service whose pods a binding is about. */
function subjectOf(
  { subject: { apiVersion, kind, name } }: SinkBindingArgs,
  home: string,
): FlowId | undefined {
  return apiVersion.startsWith("serving.knative.dev/") && kind === "Service"
    ? flowId("service", name, home)
    : undefined;
}

/** A receiver, and those receivers that must be there before it. */
export interface Placed<T> {
  readonly part: T;
  readonly after: readonly FlowId[];
}

/**
 * Receivers in an order in which each comes after those that it leads to. Those that lead to each other in a circle become ready
 * together: none of a circle waits for another.
 */
export function inOrder(receivers: readonly FlowReceiver[]): readonly Placed<FlowReceiver>[] {
  const byId = new Map(receivers.map((part) => [idOf(part), part]));
  const leadsTo = (id: FlowId): readonly FlowId[] => {
    const part = byId.get(id);
    return part === undefined ? [] : needsOf(part);
  };
  const reach = new Map([...byId.keys()].map((id) => [id, reachable(id, leadsTo)]));
  const placed = [...byId].map(([id, part]) => ({
    part,
    after: leadsTo(id).filter((other) => byId.has(other) && reach.get(other)?.has(id) !== true),
  }));
  // Whatever a part waits for reaches less, itself included, than it does.
  const height = ({ part }: Placed<FlowReceiver>) =>
    new Set([idOf(part), ...(reach.get(idOf(part)) ?? [])]).size;
  return placed.toSorted((a, b) => height(a) - height(b));
}

export function idOf({ kind, key }: FlowReceiver): FlowId {
  return `${kind}/${key}`;
}

/** All that events come to from a part on, over any number of others. */
function reachable(from: FlowId, leadsTo: (id: FlowId) => readonly FlowId[]): ReadonlySet<FlowId> {
  const visit = (seen: ReadonlySet<FlowId>, next: readonly FlowId[]): ReadonlySet<FlowId> => {
    const fresh = [...new Set(next)].filter((id) => !seen.has(id));
    return fresh.length === 0 ? seen : visit(new Set([...seen, ...fresh]), fresh.flatMap(leadsTo));
  };
  return visit(new Set(), leadsTo(from));
}
