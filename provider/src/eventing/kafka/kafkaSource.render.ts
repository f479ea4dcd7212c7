import { defined } from "../../manifests/defined";
import type { Manifest } from "../../manifests/manifest";
import { renderDelivery } from "../delivery.render";
import { madeAnew } from "../madeAnew";
import { defaultNamespace, eventMetadata } from "../ready";
import { renderSink } from "../sink.render";
import {
  KafkaOffset,
  KafkaOrdering,
  type KafkaSourceArgs,
  type KafkaSourceScalingArgs,
} from "./kafkaSource.args";
import { renderNet } from "./security.render";

/** Knative lets nobody change it (eventing-kafka-broker control-plane/pkg/apis/sources/v1/kafka_validation.go). */
export const kafkaSourceReplacedOn = ["spec.consumerGroup"] as const;

/** Stored in this form by all releases of the catalogue: another one would have to be translated by a webhook. */
const apiVersion = "sources.knative.dev/v1beta1";
const keyTypeLabel = "kafkasources.sources.knative.dev/key-type";
const scaling = "autoscaling.eventing.knative.dev";

/** The KafkaSource that checked args describe. What the webhook would fill in stands there: a group of a random name would forget its place. */
export function renderKafkaSource(resourceName: string, args: KafkaSourceArgs): Manifest {
  const { name = resourceName, namespace = defaultNamespace, keyType, labels } = args;
  const own = defined({ [keyTypeLabel]: keyType });
  const withKeyType =
    labels === undefined && keyType === undefined ? args : { ...args, labels: { ...labels, ...own } };
  const consumerGroup = args.consumerGroup ?? `knative-source-${namespace}-${name}`;
  const loss = "the new group begins where it stands, or at initialOffset";
  return {
    apiVersion,
    kind: "KafkaSource",
    metadata: eventMetadata(resourceName, withKeyType, {
      ...scalingAnnotations(args.scaling),
      ...madeAnew({ consumerGroup }, loss),
    }),
    spec: defined({
      bootstrapServers: args.bootstrapServers,
      topics: args.topics,
      consumerGroup,
      initialOffset: args.initialOffset ?? KafkaOffset.Latest,
      consumers: args.scaling === undefined ? (args.consumers ?? 1) : undefined,
      ordering: args.ordering ?? KafkaOrdering.Ordered,
      delivery: renderDelivery(args.delivery, namespace),
      net: renderNet(name, args.security),
      sink: renderSink(args.sink, namespace),
      ceOverrides: args.extensions && { extensions: args.extensions },
    }),
  };
}

// Keys: eventing-kafka-broker control-plane/pkg/autoscaler.
function scalingAnnotations(wanted: KafkaSourceScalingArgs | undefined): Readonly<Record<string, string>> {
  if (wanted === undefined) {
    return {};
  }
  const numbers = defined({
    "min-scale": wanted.minConsumers,
    "max-scale": wanted.maxConsumers,
    "polling-interval": wanted.pollingIntervalSeconds,
    "cooldown-period": wanted.cooldownSeconds,
    "lag-threshold": wanted.lagThreshold,
    "activation-lag-threshold": wanted.activationLagThreshold,
  });
  return {
    [`${scaling}/class`]: "keda.autoscaling.knative.dev",
    ...Object.fromEntries(
      Object.entries(numbers).map(([key, value]) => [`${scaling}/${key}`, String(value)]),
    ),
  };
}
