import { defined, nonEmpty } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { BrokerClass, type BrokerArgs } from "./broker.args";
import { brokerConfigName, kafkaReplacedOn, topicAnnotations } from "./kafka/kafkaBroker.render";
import { renderDelivery } from "./delivery.render";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";

/** Fields that Knative lets nobody change (knative/eventing pkg/apis/eventing/v1/broker_validation.go, CheckImmutableFields). */
export const brokerReplacedOn = [
  'metadata.annotations["eventing.knative.dev/broker.class"]',
  "spec.config",
  // What no annotation has is no change.
  kafkaReplacedOn,
] as const;

/** The Broker that checked args describe. Its class always stands there: one without is looked at by no controller. */
export function renderBroker(resourceName: string, args: BrokerArgs): Manifest {
  const {
    namespace = defaultNamespace,
    kafka,
    brokerClass = kafka === undefined ? BrokerClass.MTChannelBased : BrokerClass.Kafka,
    configMap = kafka && { name: brokerConfigName(args.name ?? resourceName) },
    delivery,
  } = args;
  const config = configMap && {
    apiVersion: "v1",
    kind: "ConfigMap",
    name: configMap.name,
    namespace: configMap.namespace ?? namespace,
  };
  const spec = nonEmpty(defined({ config, delivery: renderDelivery(delivery, namespace) }));
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Broker",
    metadata: eventMetadata(resourceName, args, {
      "eventing.knative.dev/broker.class": brokerClass,
      ...madeAnew(
        { class: brokerClass, config: config && { name: config.name, namespace: config.namespace } },
        Loss.Kept,
      ),
      ...(kafka && topicAnnotations(kafka)),
    }),
    ...(spec === undefined ? {} : { spec }),
  };
}
