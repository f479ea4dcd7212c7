import type * as pulumi from "@pulumi/pulumi";
import type { KafkaSecurityArgs } from "./security.args";

/** How events are written into records. */
export const KafkaContentMode = {
  /** Attributes as headers, data as value. */
  Binary: "binary",
  /** Everything in one JSON value. */
  Structured: "structured",
} as const;
export type KafkaContentMode = (typeof KafkaContentMode)[keyof typeof KafkaContentMode];

/** Writes the events that it gets into a topic of Kafka. */
export interface KafkaSinkArgs {
  /** Name of the sink. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Hosts and ports of Kafka, such as "kafka.example.com:9092". Default: in a Platform those of `eventing.kafka`; must be given elsewhere. */
  bootstrapServers?: pulumi.Input<string>[];
  /** The topic; a change makes the sink anew. It must exist unless `partitions` and `replicationFactor` are given. */
  topic: pulumi.Input<string>;
  /**
   * Partitions of a topic that the sink makes, and that goes with the sink, with all its records; needs `replicationFactor`. A change
   * makes both anew. Default: the topic is there.
   */
  partitions?: number;
  /** Copies that Kafka keeps of it, at most as many as Kafka has brokers; needs `partitions`. A change makes both anew. Default: the topic is there. */
  replicationFactor?: number;
  /** How events are written into records. Default: "binary". */
  contentMode?: KafkaContentMode;
  /** How one proves to Kafka who one is. Default: in a Platform that of `eventing.kafka`, together with its address; else Kafka asks nobody. */
  security?: KafkaSecurityArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
