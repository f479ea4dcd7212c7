import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster/cluster";
import { ApiServerSource } from "../eventing/apiServerSource";
import { Broker } from "../eventing/broker";
import { Channel } from "../eventing/channel";
import { ContainerSource } from "../eventing/containerSource";
import { Eventing } from "../eventing/eventing";
import { eventingMemory } from "../eventing/eventing.installation";
import { KafkaSink } from "../eventing/kafka/kafkaSink";
import { KafkaSource } from "../eventing/kafka/kafkaSource";
import { Parallel } from "../eventing/parallel";
import { PingSource } from "../eventing/pingSource";
import { Sequence } from "../eventing/sequence";
import { SinkBinding } from "../eventing/sinkBinding";
import { Subscription } from "../eventing/subscription";
import { Trigger } from "../eventing/trigger";
import type { Service } from "../service/service";
import type { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";
import { withKafka } from "./kafka.plan";
import type { MadeNamespaces } from "./namespaces";
import { eventingArgs, withDefaultClass } from "./eventing.plan";
import {
  idOf,
  inOrder,
  linksOf,
  needsOf,
  receiversOf,
  sourcesOf,
  type FlowId,
  type FlowLink,
  type FlowPart,
  type FlowReceiver,
  type FlowSource,
} from "./flow";

/** What of a platform Eventing is put beside. */
export interface EventingSurroundings {
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  readonly serving: Serving;
  readonly servingArgs: ServingArgs | undefined;
  readonly aliases: pulumi.Alias[];
  /** What must be there before anything in a namespace that the platform makes. */
  readonly namespaces: MadeNamespaces;
  /** Services by their keys. */
  readonly services: ReadonlyMap<string, Service>;
}

/** What was registered of Eventing in a platform, by keys. */
export interface PlatformEventing {
  readonly eventing: Eventing;
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly parallels: ReadonlyMap<string, Parallel>;
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
}

/** The options of a part that waits for others. */
type OptionsFor = (part: FlowPart, needs: readonly pulumi.Resource[]) => pulumi.ComponentResourceOptions;

/**
 * Registers Eventing and what events flow through, receivers before senders: an event that is sent finds everything there, and on
 * the way down nothing is taken from events that still come.
 */
export function registerEventing(args: PlatformEventingArgs, around: EventingSurroundings): PlatformEventing {
  const { parent, cluster, services, namespaces } = around;
  const eventing = install(args, around);
  const { provider } = cluster;
  const installed = eventingMemory.recall(eventing).last;
  const optionsFor: OptionsFor = ({ namespace }, needs) => ({
    parent,
    provider,
    dependsOn: [...installed, ...(namespaces.get(namespace) ?? []), ...needs],
  });
  const served = [...services].map(([key, service]): [FlowId, pulumi.Resource] => [
    `service/${key}`,
    service,
  ]);
  const known = makeReceivers(args, new Map(served), optionsFor);
  const needed = (part: FlowPart) => find(known, needsOf(part));
  const links = linksOf(args).map(
    (part) => [part.key, makeLink(part, optionsFor(part, needed(part)))] as const,
  );
  const receiving = links.map(([, link]) => link);
  sourcesOf(args).forEach((part) =>
    makeSource(part, args, optionsFor(part, [...needed(part), ...receiving])),
  );
  const receivers = receiversOf(args).flatMap((part) =>
    find(known, [idOf(part)]).map((made) => [part.key, made] as const),
  );
  return {
    eventing,
    brokers: ofType(Broker, receivers),
    channels: ofType(Channel, receivers),
    sequences: ofType(Sequence, receivers),
    parallels: ofType(Parallel, receivers),
    triggers: ofType(Trigger, links),
    subscriptions: ofType(Subscription, links),
  };
}

/** Registers brokers, channels, sequences and parallels, each after those that it leads to; gives them beside what was there. */
function makeReceivers(
  args: PlatformEventingArgs,
  served: ReadonlyMap<FlowId, pulumi.Resource>,
  optionsFor: OptionsFor,
): ReadonlyMap<FlowId, pulumi.Resource> {
  const known = new Map(served);
  for (const { part, after } of inOrder(receiversOf(args))) {
    const services = needsOf(part).filter((id) => served.has(id));
    known.set(idOf(part), makeReceiver(part, args, optionsFor(part, find(known, [...services, ...after]))));
  }
  return known;
}

function makeReceiver(
  part: FlowReceiver,
  all: PlatformEventingArgs,
  options: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  switch (part.kind) {
    case "broker":
      return new Broker(part.key, withDefaultClass(part.args, all), options);
    case "channel":
      return new Channel(part.key, part.args, options);
    case "sequence":
      return new Sequence(part.key, part.args, options);
    case "parallel":
      return new Parallel(part.key, part.args, options);
    case "kafkaSink":
      return new KafkaSink(part.key, withKafka(part.args, all.kafka), options);
  }
}

function makeLink(part: FlowLink, options: pulumi.ComponentResourceOptions): pulumi.Resource {
  return part.kind === "trigger"
    ? new Trigger(part.key, part.args, options)
    : new Subscription(part.key, part.args, options);
}

function makeSource(
  part: FlowSource,
  { kafka }: PlatformEventingArgs,
  options: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  switch (part.kind) {
    case "pingSource":
      return new PingSource(part.key, part.args, options);
    case "apiServerSource":
      return new ApiServerSource(part.key, part.args, options);
    case "containerSource":
      return new ContainerSource(part.key, part.args, options);
    case "sinkBinding":
      return new SinkBinding(part.key, part.args, options);
    case "kafkaSource":
      return new KafkaSource(part.key, withKafka(part.args, kafka), options);
  }
}

function find(
  known: ReadonlyMap<FlowId, pulumi.Resource>,
  ids: readonly FlowId[],
): readonly pulumi.Resource[] {
  return ids.flatMap((id) => known.get(id) ?? []);
}

function ofType<T extends pulumi.Resource>(
  type: abstract new (...given: never[]) => T,
  made: readonly (readonly [key: string, resource: pulumi.Resource])[],
): ReadonlyMap<string, T> {
  return new Map(
    made.flatMap(([key, resource]) => (resource instanceof type ? [[key, resource] as const] : [])),
  );
}

function install(args: PlatformEventingArgs, around: EventingSurroundings): Eventing {
  const { name, parent, cluster, serving, servingArgs, aliases } = around;
  const own = eventingArgs(args, servingArgs);
  return new Eventing(
    name,
    {
      ...own,
      serverVersion: own.serverVersion ?? cluster.serverVersion,
      installedVersion: own.installedVersion ?? cluster.installedEventingVersion,
      servingVersion: own.servingVersion ?? serving.release,
      installation: own.installation ?? cluster.eventingInstallation,
    },
    { parent, provider: cluster.provider, aliases },
  );
}

/** Addresses and the like of parts, by their keys. */
export function valuesOf<T>(
  parts: ReadonlyMap<string, T> | undefined,
  value: (part: T) => pulumi.Output<string>,
): pulumi.Output<Record<string, string>> {
  const entries = [...(parts ?? [])].map(([key, part]) => [key, value(part)] as const);
  return pulumi.output(Object.fromEntries(entries));
}
