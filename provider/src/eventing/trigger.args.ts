import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { SinkArgs } from "./sink.args";

/** Which events to take: exactly one of the properties. */
export interface TriggerFilterArgs {
  /** Attributes and the values that they must have, all of them. Default: none. */
  exact?: Record<string, string>;
  /** Attributes and what their values must begin with, all of them. Default: none. */
  prefix?: Record<string, string>;
  /** Attributes and what their values must end with, all of them. Default: none. */
  suffix?: Record<string, string>;
  /** Filters of which every one must take the event; at least one. Default: none. */
  all?: TriggerFilterArgs[];
  /** Filters of which at least one must take the event; at least one. Default: none. */
  any?: TriggerFilterArgs[];
  /** A filter that must not take the event. Default: none. */
  not?: TriggerFilterArgs;
  /** Expression in CloudEvents SQL, such as `type LIKE 'com.example.%' AND amount > 100`. Default: none. */
  cesql?: string;
}

/** Hands the events of a broker that it wants to one subscriber. */
export interface TriggerArgs {
  /** Name of the trigger. Default: the resource's name. */
  name?: string;
  /** Namespace, that of its broker. Default: "default". */
  namespace?: string;
  /** Name of the broker; a change makes the trigger anew. Default: "default". */
  broker?: pulumi.Input<string>;
  /**
   * Attributes and the values that an event must have, all of them; an empty value stands for any value. Excludes `filters`.
   * Default: none, all events are taken.
   */
  filter?: Record<string, string>;
  /** Filters that an event must pass, all of them. Excludes `filter`. Default: none, all events are taken. */
  filters?: TriggerFilterArgs[];
  /** Who gets the events. */
  subscriber: SinkArgs;
  /** What is done for an event that the subscriber doesn't take; replaces the broker's as a whole, retries and dead letter sink included. Default: the broker's. */
  delivery?: DeliveryArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
