import type * as pulumi from "@pulumi/pulumi";
import type { KafkaSecurityArgs } from "./security.args";

/** The topic of a broker of class "Kafka", and the Kafka that it is in. */
export interface KafkaBrokerArgs {
  /** Hosts and ports of Kafka, such as "kafka.example.com:9092". Default: in a Platform those of `eventing.kafka`; must be given elsewhere. */
  bootstrapServers?: pulumi.Input<string>[];
  /**
   * A topic that is there already and stays when the broker goes. Excludes `partitions`, `replicationFactor` and `topicConfig`. A change
   * makes the broker anew. Default: one of the broker's own, which goes with it.
   */
  topic?: string;
  /** Partitions of the broker's own topic, from 1 on. A change makes broker and topic anew: events not yet handed on are lost. Default: 10. */
  partitions?: number;
  /**
   * Copies that Kafka keeps of the topic, from 1 on, at most as many as Kafka has brokers. A change makes broker and topic anew: events not
   * yet handed on are lost. Default: 3.
   */
  replicationFactor?: number;
  /**
   * Kafka's own settings of the topic, such as `{ "retention.ms": "86400000" }`. A change makes broker and topic anew: events not yet
   * handed on are lost. Default: Kafka's.
   */
  topicConfig?: Record<string, string>;
  /** How one proves to Kafka who one is. Default: in a Platform that of `eventing.kafka`, together with its address; else Kafka asks nobody. */
  security?: KafkaSecurityArgs;
}
