import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster/cluster";
import { Broker } from "../eventing/broker";
import { Eventing } from "../eventing/eventing";
import { lastOf } from "../eventing/eventing.installation";
import { PingSource } from "../eventing/pingSource";
import { defaultNamespace, eventKey } from "../eventing/ready";
import type { SinkArgs } from "../eventing/sink.args";
import { Trigger } from "../eventing/trigger";
import type { Service } from "../service/service";
import type { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";
import type { MadeNamespaces } from "./namespaces";
import { eventingArgs, withDefaultClass } from "./eventing.plan";

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

/** What was registered of Eventing in a platform. */
export interface PlatformEventing {
  readonly eventing: Eventing;
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly triggers: ReadonlyMap<string, Trigger>;
}

/**
 * Registers Eventing and what events flow through, receivers before senders: an event that is sent finds everything there, and on
 * the way down nothing is taken from events that still come.
 */
export function registerEventing(args: PlatformEventingArgs, around: EventingSurroundings): PlatformEventing {
  const { parent, cluster, services, namespaces } = around;
  const eventing = install(args, around);
  const { provider } = cluster;
  const installed = lastOf(eventing);
  const options = (namespace: string | undefined, needs: readonly pulumi.Resource[]) => ({
    parent,
    provider,
    dependsOn: [...installed, ...(namespaces.get(namespace ?? defaultNamespace) ?? []), ...needs],
  });
  const brokers = new Map(
    (args.brokers ?? []).map((each) => {
      const broker = withDefaultClass(each, args);
      // Brokers may be each other's dead letter sinks: they become ready together.
      const needs = receivers(broker.delivery?.deadLetterSink, broker.namespace, services, new Map());
      return [
        eventKey(broker),
        new Broker(eventKey(broker), broker, options(broker.namespace, needs)),
      ] as const;
    }),
  );
  const triggers = new Map(
    (args.triggers ?? []).map((trigger) => {
      const { namespace, broker = "default", subscriber, delivery } = trigger;
      const needs = [{ broker }, subscriber, delivery?.deadLetterSink].flatMap((sink) =>
        receivers(sink, namespace, services, brokers),
      );
      return [eventKey(trigger), new Trigger(eventKey(trigger), trigger, options(namespace, needs))] as const;
    }),
  );
  for (const source of args.sources?.pings ?? []) {
    const needs = [...receivers(source.sink, source.namespace, services, brokers), ...triggers.values()];
    new PingSource(eventKey(source), source, options(source.namespace, needs));
  }
  return { eventing, brokers, triggers };
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

/** What of the platform a sink leads to: it must be there before anything is sent. */
function receivers(
  sink: SinkArgs | undefined,
  home: string | undefined,
  services: ReadonlyMap<string, Service>,
  brokers: ReadonlyMap<string, Broker>,
): readonly pulumi.Resource[] {
  const { service, broker, namespace = home ?? defaultNamespace } = sink ?? {};
  const find = <T>(known: ReadonlyMap<string, T>, name: pulumi.Input<string> | undefined): T[] => {
    const found = typeof name === "string" ? known.get(eventKey({ name, namespace })) : undefined;
    return found === undefined ? [] : [found];
  };
  return [...find(services, service), ...find(brokers, broker)];
}

/** Addresses and the like of parts, by their keys. */
export function valuesOf<T>(
  parts: ReadonlyMap<string, T> | undefined,
  value: (part: T) => pulumi.Output<string>,
): pulumi.Output<Record<string, string>> {
  const entries = [...(parts ?? [])].map(([key, part]) => [key, value(part)] as const);
  return pulumi.output(Object.fromEntries(entries));
}
