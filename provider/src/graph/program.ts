import { renderApiServerSource } from "../eventing/apiServerSource.render";
import { renderBroker } from "../eventing/broker.render";
import { renderChannel } from "../eventing/channel.render";
import { renderContainerSource } from "../eventing/containerSource.render";
import { renderKafkaSink } from "../eventing/kafka/kafkaSink.render";
import { renderKafkaSource } from "../eventing/kafka/kafkaSource.render";
import { renderParallel } from "../eventing/parallel.render";
import { renderPingSource } from "../eventing/pingSource.render";
import { renderSequence } from "../eventing/sequence.render";
import { renderSinkBinding } from "../eventing/sinkBinding.render";
import { renderSubscription } from "../eventing/subscription.render";
import { renderTrigger } from "../eventing/trigger.render";
import type { Manifest } from "../manifests/manifest";
import type { PlatformEventingArgs } from "../platform/eventing.args";
import { withDefaultClass } from "../platform/eventing.plan";
import { flowOf, type FlowPart } from "../platform/flow";
import { withKafka } from "../platform/kafka.plan";
import { kindOf } from "./kinds";
import type { FlowObject } from "./model";

/** The objects that events will flow through when a platform is made of these args. */
export function objectsOf(args: PlatformEventingArgs): readonly FlowObject[] {
  return flowOf(args)
    .flatMap((part) => renderPart(part, args))
    .filter(({ apiVersion, kind }) => kindOf(apiVersion, kind) !== undefined)
    .map((manifest) => manifest as FlowObject);
}

function renderPart(part: FlowPart, args: PlatformEventingArgs): readonly Manifest[] {
  const { key, kind } = part;
  switch (kind) {
    case "broker":
      return [renderBroker(key, withDefaultClass(part.args, args))];
    case "channel":
      return [renderChannel(key, part.args)];
    case "sequence":
      return [renderSequence(key, part.args)];
    case "parallel":
      return [renderParallel(key, part.args)];
    case "kafkaSink":
      return [renderKafkaSink(key, withKafka(part.args, args.kafka))];
    case "trigger":
      return [renderTrigger(key, part.args)];
    case "subscription":
      return [renderSubscription(key, part.args)];
    case "pingSource":
      return [renderPingSource(key, part.args)];
    case "apiServerSource":
      return renderApiServerSource(key, part.args);
    case "containerSource":
      return [renderContainerSource(key, part.args)];
    case "sinkBinding":
      return [renderSinkBinding(key, part.args)];
    case "kafkaSource":
      return [renderKafkaSource(key, withKafka(part.args, args.kafka))];
  }
}
