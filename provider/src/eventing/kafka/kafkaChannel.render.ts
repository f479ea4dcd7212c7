import { defined } from "../../manifests/defined";
import type { Manifest } from "../../manifests/manifest";
import { renderDelivery } from "../delivery.render";
import { Loss, madeAnew } from "../madeAnew";
import { defaultNamespace, eventMetadata } from "../ready";
import type { KafkaChannelArgs } from "./kafkaChannel.args";

/** Fields that Knative lets nobody change (eventing-kafka-broker control-plane/pkg/apis/messaging/v1beta1/kafka_channel_validation.go). */
export const kafkaChannelReplacedOn = [
  "spec.numPartitions",
  "spec.replicationFactor",
  "spec.retentionDuration",
] as const;

/** The KafkaChannel that checked args describe, with what the webhook would fill in. */
export function renderKafkaChannel(resourceName: string, args: KafkaChannelArgs): Manifest {
  const {
    namespace = defaultNamespace,
    partitions = 1,
    replicationFactor = 1,
    retentionDuration = "PT168H",
  } = args;
  return {
    // Stored in this form by all releases of the catalogue: another one would have to be translated by a webhook.
    apiVersion: "messaging.knative.dev/v1beta1",
    kind: "KafkaChannel",
    metadata: eventMetadata(
      resourceName,
      args,
      madeAnew({ partitions, replicationFactor, retentionDuration }, Loss.Kept),
    ),
    spec: defined({
      numPartitions: partitions,
      replicationFactor,
      retentionDuration,
      delivery: renderDelivery(args.delivery, namespace),
    }),
  };
}
