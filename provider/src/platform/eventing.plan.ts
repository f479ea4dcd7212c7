import { BrokerClass, type BrokerArgs } from "../eventing/broker.args";
import type { EventingArgs } from "../eventing/eventing.args";
import { defaultNamespace } from "../eventing/ready";
import { defaultClassIn } from "../eventing/settings/defaults.render";
import { findRelease } from "../release/catalog";
import type { ImagesArgs } from "../release/images.args";
import { defined } from "../manifests/defined";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";
import { withBrokerKafka } from "./kafka.plan";

/** What a platform has beside Eventing itself. */
const partsLeftOut: Readonly<Record<Exclude<keyof PlatformEventingArgs, keyof EventingArgs>, undefined>> = {
  brokers: undefined,
  channels: undefined,
  sequences: undefined,
  parallels: undefined,
  triggers: undefined,
  subscriptions: undefined,
  sources: undefined,
  sinks: undefined,
};

/** Eventing's own inputs in a platform, with what it takes over from Serving where it says nothing itself. */
export function eventingArgs(args: PlatformEventingArgs, serving: ServingArgs = {}): EventingArgs {
  const { release, source, images, terminationGracePeriodSeconds, kubernetesMinVersionOverride } = serving;
  return {
    ...defined({
      release: findRelease(release)?.minor,
      source,
      images: imagesLike(images),
      terminationGracePeriodSeconds,
      kubernetesMinVersionOverride,
    }),
    ...defined({ ...args, ...partsLeftOut }),
  };
}

/** The registry is the same; names of single images aren't, and no tags are resolved here. */
function imagesLike(images: ServingArgs["images"]): ImagesArgs | undefined {
  if (images === undefined) {
    return undefined;
  }
  const { registry, layout, pullSecrets, credentials } = images;
  return defined({ registry, layout, pullSecrets, credentials });
}

/** A broker with the class that it has by default in its namespace, and Eventing's Kafka where it names no other. */
export function withDefaultClass(
  broker: BrokerArgs,
  { brokerDefaults, kafka }: PlatformEventingArgs,
): BrokerArgs {
  const { namespace = defaultNamespace, brokerClass } = broker;
  const byDefault =
    broker.kafka === undefined ? defaultClassIn(namespace, brokerDefaults) : BrokerClass.Kafka;
  return { ...withBrokerKafka(broker, kafka), brokerClass: brokerClass ?? byDefault };
}
