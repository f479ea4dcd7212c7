import * as pulumi from "@pulumi/pulumi";
import { defined } from "../../manifests/defined";
import type { Json, Manifest } from "../../manifests/manifest";
import type { KafkaBrokerArgs } from "./kafkaBroker.args";
import { externalTopic } from "./kafkaBroker.check";
import { topicKeys } from "./kafka.render";
import { renderSecurity, usedSecret } from "./security.render";

const defaultPartitions = 10;
const defaultReplicationFactor = 3;
const topicConfigPrefix = "default.topic.config.";

/** Says what the topic is. A topic can't be changed through Knative, so whatever changes here makes the broker anew. */
const topicAnnotation = "knative.pulumi.com/kafka-topic";
export const kafkaReplacedOn = `metadata.annotations[${JSON.stringify(topicAnnotation)}]`;

/** Name of the ConfigMap that is made for a broker. */
export function brokerConfigName(broker: string): string {
  return `${broker}-kafka`;
}

/** What a broker says of its topic. The preview of a change shows it, and so what becomes of events. */
export function topicAnnotations(kafka: KafkaBrokerArgs): Readonly<Record<string, string>> {
  const { topic, partitions, replicationFactor, topicConfig = {} } = withDefaults(kafka);
  const settings = Object.entries(topicConfig)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `, ${key}=${value}`)
    .join("");
  const own = `${partitions} partitions, ${replicationFactor} copies${settings}; made anew where this changes: events not yet handed on are lost`;
  return topic === undefined
    ? { [topicAnnotation]: own }
    : { [topicAnnotation]: `"${topic}", which stays with its events`, [externalTopic]: topic };
}

/** What a broker's Kafka is told by: a Secret where one is made, and the ConfigMap that names it. In the order of their making. */
export function renderKafkaBroker(
  broker: string,
  namespace: string,
  kafka: KafkaBrokerArgs,
): readonly Manifest[] {
  const {
    bootstrapServers = [],
    partitions,
    replicationFactor,
    topicConfig = {},
    security,
  } = withDefaults(kafka);
  const data: Readonly<Record<string, Json>> = {
    ...Object.fromEntries(
      Object.entries(topicConfig).map(([key, value]) => [`${topicConfigPrefix}${key}`, value]),
    ),
    ...defined({
      [topicKeys.servers]: joined(bootstrapServers),
      // Knative demands both even of a topic that it doesn't make.
      [topicKeys.partitions]: String(partitions),
      [topicKeys.replicationFactor]: String(replicationFactor),
      [topicKeys.secret]: usedSecret(broker, security),
    }),
  };
  return [
    ...renderSecurity(broker, namespace, security),
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: brokerConfigName(broker), namespace }, data },
  ];
}

function withDefaults(kafka: KafkaBrokerArgs) {
  return {
    ...kafka,
    partitions: kafka.partitions ?? defaultPartitions,
    replicationFactor: kafka.replicationFactor ?? defaultReplicationFactor,
  };
}

function joined(servers: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  return servers.every((server) => typeof server === "string")
    ? servers.join(",")
    : pulumi.all([...servers]).apply((known) => known.join(","));
}
