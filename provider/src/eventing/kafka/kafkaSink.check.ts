import { z } from "zod";
import { checkWhole, leaf, under, whole, type Problem } from "../../problems";
import { eventObjectShape } from "../object.check";
import { KafkaContentMode, type KafkaSinkArgs } from "./kafkaSink.args";
import { checkServers } from "./kafkaSource.check";
import { bootstrapServer, checkKafkaSecurity, kafkaSecurityShape, topicName } from "./security.check";

export const kafkaSinkShape = z.strictObject({
  ...eventObjectShape,
  bootstrapServers: z.array(leaf(bootstrapServer)).min(1).optional(),
  topic: leaf(topicName),
  partitions: whole(1, 2 ** 31 - 1).optional(),
  replicationFactor: whole(1, 32_767).optional(),
  contentMode: z.enum(KafkaContentMode).optional(),
  security: kafkaSecurityShape.optional(),
}) satisfies z.ZodType<KafkaSinkArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkKafkaSink(args: KafkaSinkArgs): Problem[] {
  return checkWhole(kafkaSinkShape, args, (given) => [
    ...checkServers(given),
    ...checkOwnTopic(given),
    ...under("security", checkKafkaSecurity(given.security, "other")),
  ]);
}

/** With one of the two alone Knative makes no topic, and passes the one over. */
function checkOwnTopic({ partitions, replicationFactor }: KafkaSinkArgs): Problem[] {
  const problem = (path: string, other: string): Problem => ({
    path,
    code: "KN1005",
    reason: `is required beside ${other}: the sink makes a topic where both are given, and takes one that is there where neither is`,
  });
  return (partitions === undefined) === (replicationFactor === undefined)
    ? []
    : [
        partitions === undefined
          ? problem("partitions", "replicationFactor")
          : problem("replicationFactor", "partitions"),
      ];
}
