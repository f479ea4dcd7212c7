import type { KafkaSecurityArgs } from "./security.args";
import type { KafkaAutoscalerArgs, KafkaFeaturesArgs } from "./settings";

export type { KafkaAutoscalerArgs, KafkaFeaturesArgs } from "./settings";

/** What of Eventing's parts for Apache Kafka is installed, and how it is set up. Kafka itself is not installed. */
export interface EventingKafkaArgs {
  /** Whether brokers of class "Kafka" are installed. Default: false. */
  broker?: boolean;
  /** Whether KafkaChannels are installed. Default: false. */
  channel?: boolean;
  /** Whether KafkaSources are installed. Default: false. */
  source?: boolean;
  /** Whether KafkaSinks are installed. Default: false. */
  sink?: boolean;
  /**
   * SHA-256 in hex of release files that the catalogue has no checksum of, by file: `{ "eventing-kafka-broker.yaml": "…" }`. Not
   * needed where `source.checksumsFile` lists them. Default: the catalogue's.
   */
  checksums?: Record<string, string>;
  /**
   * Hosts and ports of Kafka, such as "kafka.example.com:9092": for brokers and channels that name none, in a Platform for its
   * KafkaSources and KafkaSinks, too. Must be given with `channel`. Default: none.
   */
  bootstrapServers?: string[];
  /** Partitions of the topics of brokers that say nothing themselves, from 1 on. Default: 10. */
  partitions?: number;
  /** Copies that Kafka keeps of these topics, from 1 on, at most as many as Kafka has brokers. Default: 3. */
  replicationFactor?: number;
  /** How one proves to Kafka who one is, wherever `bootstrapServers` are used. Default: Kafka asks nobody. */
  security?: KafkaSecurityArgs;
  /** What is done beyond the ordinary. Default: upstream's. */
  features?: KafkaFeaturesArgs;
  /** How KEDA sets numbers of consumers; needs `features.controllerAutoscalerKeda`. Default: upstream's. */
  autoscaler?: KafkaAutoscalerArgs;
}
