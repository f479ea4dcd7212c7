import { z } from "zod";
import { checkWhole, leaf, under, whole, type Problem } from "../../problems";
import { checkDelivery, deliveryShape } from "../delivery.check";
import { eventObjectShape } from "../object.check";
import { checkExtensions } from "../pingSource.check";
import { checkSink, sinkShape } from "../sink.check";
import {
  KafkaKeyType,
  KafkaOffset,
  KafkaOrdering,
  type KafkaSourceArgs,
  type KafkaSourceScalingArgs,
} from "./kafkaSource.args";
import { bootstrapServer, checkKafkaSecurity, kafkaSecurityShape, topicName } from "./security.check";

const most = 2 ** 31 - 1;

const scalingShape = z.strictObject({
  minConsumers: whole(0, most).optional(),
  maxConsumers: whole(1, most).optional(),
  pollingIntervalSeconds: whole(1, most).optional(),
  cooldownSeconds: whole(0, most).optional(),
  lagThreshold: whole(1, most).optional(),
  activationLagThreshold: whole(0, most).optional(),
}) satisfies z.ZodType<KafkaSourceScalingArgs>;

export const kafkaSourceShape = z.strictObject({
  ...eventObjectShape,
  bootstrapServers: z.array(leaf(bootstrapServer)).min(1).optional(),
  topics: z.array(leaf(topicName)).min(1),
  consumerGroup: z.string().min(1).max(255).optional(),
  initialOffset: z.enum(KafkaOffset).optional(),
  keyType: z.enum(KafkaKeyType).optional(),
  consumers: whole(0, most).optional(),
  scaling: scalingShape.optional(),
  ordering: z.enum(KafkaOrdering).optional(),
  delivery: deliveryShape.optional(),
  sink: sinkShape,
  extensions: z.record(z.string(), leaf(z.string())).optional(),
  security: kafkaSecurityShape.optional(),
}) satisfies z.ZodType<KafkaSourceArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkKafkaSource(args: KafkaSourceArgs): Problem[] {
  return checkWhole(kafkaSourceShape, args, (given) => [
    ...checkServers(given),
    ...checkTopics(given),
    ...checkScaling(given),
    ...under("delivery", checkDelivery(given.delivery)),
    ...under("sink", checkSink(given.sink)),
    ...under("extensions", checkExtensions(given.extensions)),
    ...under("security", checkKafkaSecurity(given.security, "source")),
  ]);
}

/** Whatever speaks to Kafka needs to know where it is. */
export function checkServers({ bootstrapServers }: { readonly bootstrapServers?: unknown }): Problem[] {
  const reason = "is required: hosts and ports of Kafka, such as kafka.example.com:9092";
  return bootstrapServers === undefined ? [{ path: "bootstrapServers", code: "KN1005", reason }] : [];
}

function checkTopics({ topics = [] }: Partial<KafkaSourceArgs>): Problem[] {
  return topics.flatMap((topic, index): Problem[] => {
    const first = topics.indexOf(topic);
    return typeof topic === "string" && first < index
      ? [{ path: `topics[${index}]`, code: "KN1007", reason: `"${topic}" is topics[${first}] already` }]
      : [];
  });
}

function checkScaling({ consumers, scaling }: KafkaSourceArgs): Problem[] {
  const { minConsumers = 0, maxConsumers } = scaling ?? {};
  const reason = `of ${minConsumers} is above maxConsumers of ${maxConsumers}; raise that`;
  return [
    ...(consumers !== undefined && scaling !== undefined
      ? [{ path: "consumers", code: "KN1008" as const, reason: "excludes scaling, by which KEDA sets it" }]
      : []),
    ...(maxConsumers !== undefined && minConsumers > maxConsumers
      ? [{ path: "scaling.minConsumers", code: "KN9055" as const, reason }]
      : []),
  ];
}
