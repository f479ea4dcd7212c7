import { defined } from "../../manifests/defined";
import type { Manifest } from "../../manifests/manifest";
import { madeAnew } from "../madeAnew";
import { eventMetadata } from "../ready";
import { KafkaContentMode, type KafkaSinkArgs } from "./kafkaSink.args";
import { usedSecret } from "./security.render";

/** Fields that Knative lets nobody change (eventing-kafka-broker control-plane/pkg/apis/eventing/v1alpha1/kafka_sink_validation.go). */
export const kafkaSinkReplacedOn = ["spec.topic", "spec.numPartitions", "spec.replicationFactor"] as const;

/** The KafkaSink that checked args describe. */
export function renderKafkaSink(resourceName: string, args: KafkaSinkArgs): Manifest {
  const secret = usedSecret(args.name ?? resourceName, args.security);
  const { topic, partitions, replicationFactor } = args;
  const loss =
    partitions === undefined
      ? "the topic stays with its records"
      : "the topic goes with all its records, and events that come in between are refused";
  return {
    apiVersion: "eventing.knative.dev/v1alpha1",
    kind: "KafkaSink",
    metadata: eventMetadata(resourceName, args, madeAnew({ topic, partitions, replicationFactor }, loss)),
    spec: defined({
      bootstrapServers: args.bootstrapServers,
      topic,
      numPartitions: partitions,
      replicationFactor,
      contentMode: args.contentMode ?? KafkaContentMode.Binary,
      auth: secret === undefined ? undefined : { secret: { ref: { name: secret } } },
    }),
  };
}
