import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "../delivery.args";

/** A channel that keeps events in a topic of the Kafka that Eventing's `kafka` names. Its topic goes with it. */
export interface KafkaChannelArgs {
  /** Name of the channel. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Partitions of its topic, from 1 on. A change makes channel and topic anew: events not yet handed on are lost. Default: 1. */
  partitions?: number;
  /**
   * Copies that Kafka keeps of it, from 1 on, at most as many as Kafka has brokers. A change makes channel and topic anew: events not yet
   * handed on are lost. Default: 1.
   */
  replicationFactor?: number;
  /**
   * Time that Kafka keeps events, as ISO 8601 duration above zero, up to "P30D". A change makes channel and topic anew: events not yet handed
   * on are lost. Default: "PT168H".
   */
  retentionDuration?: string;
  /** What is done for events that a subscriber doesn't take; each subscription may say otherwise. Default: upstream's. */
  delivery?: DeliveryArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
