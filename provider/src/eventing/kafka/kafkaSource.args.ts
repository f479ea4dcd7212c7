import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "../delivery.args";
import type { SinkArgs } from "../sink.args";
import type { KafkaSecurityArgs } from "./security.args";

/** Where a new consumer group begins. */
export const KafkaOffset = {
  /** With the oldest record that the topic still has. */
  Earliest: "earliest",
  /** With what comes from now on. */
  Latest: "latest",
} as const;
export type KafkaOffset = (typeof KafkaOffset)[keyof typeof KafkaOffset];

/** Whether a partition's records wait for each other. */
export const KafkaOrdering = {
  /** Each is handed on once the one before was taken. */
  Ordered: "ordered",
  /** Many at a time. */
  Unordered: "unordered",
} as const;
export type KafkaOrdering = (typeof KafkaOrdering)[keyof typeof KafkaOrdering];

/** How the keys of records are read, which events have as attribute `key`. */
export const KafkaKeyType = {
  String: "string",
  Int: "int",
  Float: "float",
  ByteArray: "byte-array",
} as const;
export type KafkaKeyType = (typeof KafkaKeyType)[keyof typeof KafkaKeyType];

/** The number of consumers, as KEDA sets it; needs Eventing's `kafka.features.controllerAutoscalerKeda`, and KEDA in the cluster. */
export interface KafkaSourceScalingArgs {
  /** Least number of consumers, from 0 on. Default: Eventing's `kafka.autoscaler.minScale`, 0. */
  minConsumers?: number;
  /** Largest number of consumers, from 1 on; more than the topics have partitions get nothing. Default: Eventing's `kafka.autoscaler.maxScale`, 50. */
  maxConsumers?: number;
  /** Seconds between two looks at the lag, from 1 on. Default: Eventing's `kafka.autoscaler.pollingInterval`, 10. */
  pollingIntervalSeconds?: number;
  /** Seconds without lag until the last consumer goes, from 0 on. Default: Eventing's `kafka.autoscaler.cooldownPeriod`, 30. */
  cooldownSeconds?: number;
  /** Records that one consumer may be behind before there is another one, from 1 on. Default: Eventing's `kafka.autoscaler.lagThreshold`, 100. */
  lagThreshold?: number;
  /** Records that must wait before the first consumer comes, from 0 on. Default: KEDA's, 0. */
  activationLagThreshold?: number;
}

/** Sends the records of Kafka's topics as events. */
export interface KafkaSourceArgs {
  /** Name of the source. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Hosts and ports of Kafka, such as "kafka.example.com:9092". Default: in a Platform those of `eventing.kafka`; must be given elsewhere. */
  bootstrapServers?: pulumi.Input<string>[];
  /** Topics whose records are sent; they must exist. */
  topics: pulumi.Input<string>[];
  /**
   * Group whose place in the topics Kafka keeps; what shares it shares the records. A change makes the source anew, which then begins where
   * the new group stands. Default: "knative-source-<namespace>-<name>".
   */
  consumerGroup?: string;
  /** Where a group begins that Kafka keeps no place of. Default: "latest". */
  initialOffset?: KafkaOffset;
  /** How keys of records are read. Default: "string". */
  keyType?: KafkaKeyType;
  /** Number of consumers, from 0 on; more than the topics have partitions get nothing. Excludes `scaling`. Default: 1. */
  consumers?: number;
  /** Lets KEDA set the number of consumers. Default: not. */
  scaling?: KafkaSourceScalingArgs;
  /** Whether a partition's records wait for each other. Default: "ordered". */
  ordering?: KafkaOrdering;
  /** What is done for an event that the sink doesn't take; with "ordered" the records behind it wait meanwhile. Default: ten retries with an exponential delay from "PT0.3S" on. */
  delivery?: DeliveryArgs;
  /** Where the events go. */
  sink: SinkArgs;
  /** Attributes that every event gets, by name: letters and digits. Default: none. */
  extensions?: Record<string, pulumi.Input<string>>;
  /** How one proves to Kafka who one is. Default: in a Platform that of `eventing.kafka`, together with its address; else Kafka asks nobody. */
  security?: KafkaSecurityArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
