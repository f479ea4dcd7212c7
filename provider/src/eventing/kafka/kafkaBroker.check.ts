import { z } from "zod";
import { leaf, pathText, under, whole, type Problem } from "../../problems";
import { BrokerClass } from "../brokerClass";
import type { KafkaBrokerArgs } from "./kafkaBroker.args";
import { bootstrapServer, checkKafkaSecurity, kafkaSecurityShape, topicName } from "./security.check";

export const kafkaBrokerShape = z.strictObject({
  bootstrapServers: z.array(leaf(bootstrapServer)).min(1).optional(),
  topic: topicName.optional(),
  partitions: whole(1, 2 ** 31 - 1).optional(),
  replicationFactor: whole(1, 32_767).optional(),
  topicConfig: z.record(z.string(), z.string()).optional(),
  security: kafkaSecurityShape.optional(),
}) satisfies z.ZodType<KafkaBrokerArgs>;

/** What of a broker its Kafka has to do with. */
interface Beside {
  readonly kafka?: KafkaBrokerArgs;
  readonly brokerClass?: string;
  readonly configMap?: object;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

export const externalTopic = "kafka.eventing.knative.dev/external.topic";

/** What a broker says of its topic, against what else it says. */
export function checkKafkaBroker({ kafka, brokerClass, configMap, annotations }: Beside): Problem[] {
  if (kafka === undefined) {
    return [];
  }
  const excludes = (path: string, reason: string): Problem => ({ path, code: "KN1008", reason });
  return [
    ...(brokerClass !== undefined && brokerClass !== BrokerClass.Kafka
      ? [excludes("brokerClass", `excludes kafka, which is of brokers of class "${BrokerClass.Kafka}"`)]
      : []),
    ...(configMap === undefined
      ? []
      : [excludes("configMap", "excludes kafka, which makes one; keep one of them")]),
    ...(annotations?.[externalTopic] === undefined
      ? []
      : [excludes(pathText(["annotations", externalTopic]), "is what kafka.topic sets; set that")]),
    ...under("kafka", [
      ...checkTopic(kafka),
      ...under("security", checkKafkaSecurity(kafka.security, "other")),
    ]),
  ];
}

function checkTopic(kafka: KafkaBrokerArgs): Problem[] {
  const idle = (["partitions", "replicationFactor", "topicConfig"] as const).filter(
    (property) => kafka.topic !== undefined && kafka[property] !== undefined,
  );
  return [
    ...(kafka.bootstrapServers === undefined
      ? [
          {
            path: "bootstrapServers",
            code: "KN1005" as const,
            reason: "is required: hosts and ports of Kafka",
          },
        ]
      : []),
    ...idle.map((path): Problem => ({
      path,
      code: "KN1008",
      reason: "excludes topic, which is there already as it is; keep one of them",
    })),
  ];
}
