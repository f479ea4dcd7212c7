import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { SinkArgs, SinkReferenceArgs } from "./sink.args";

/** Hands all events of a channel to one subscriber, and its answers on. */
export interface SubscriptionArgs {
  /** Name of the subscription. Default: the resource's name. */
  name?: string;
  /** Namespace, that of its channel. Default: "default". */
  namespace?: string;
  /**
   * Name of the channel, in a Platform one of its own; excludes `channelRef`. A change makes the subscription anew, and events that
   * come in between pass it by. Default: none.
   */
  channel?: pulumi.Input<string>;
  /** A channel by its own kind, such as a "KafkaChannel" that is made elsewhere; excludes `channel`, and replaces as that does. Default: none. */
  channelRef?: SinkReferenceArgs;
  /** Who gets the events. */
  subscriber: SinkArgs;
  /** Where the events go that the subscriber answers with. Default: nowhere, they are dropped. */
  reply?: SinkArgs;
  /**
   * What is done for an event that the subscriber doesn't take; replaces the channel's as a whole, but for its dead letter sink where
   * this has none. Default: the channel's.
   */
  delivery?: DeliveryArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
