import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { KafkaBrokerArgs } from "./kafka/kafkaBroker.args";

export { BrokerClass } from "./brokerClass";

/** The ConfigMap that says what a broker is made of. */
export interface BrokerConfigMapArgs {
  /** Name of the ConfigMap. */
  name: pulumi.Input<string>;
  /** Its namespace. Default: the broker's. */
  namespace?: string;
}

/** A broker: takes events, keeps them, and hands them to the triggers that want them. */
export interface BrokerArgs {
  /** Name of the broker. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /**
   * What it is made of, such as "MTChannelBasedBroker" or "Kafka". A change makes it anew: events that it still keeps are lost.
   * Default: "Kafka" with `kafka`, else "MTChannelBasedBroker", in a Platform the default of `eventing.brokerDefaults`.
   */
  brokerClass?: string;
  /** ConfigMap with its settings; a change makes it anew, too. Default: the class's, as Eventing's `brokerDefaults` have it. */
  configMap?: BrokerConfigMapArgs;
  /** The topic of a broker of class "Kafka", for which a ConfigMap is made; excludes `configMap`. Default: what Eventing's `kafka` says. */
  kafka?: KafkaBrokerArgs;
  /** What is done for events that a trigger's subscriber doesn't take; each trigger may say otherwise. Default: that of Eventing's `brokerDefaults`. */
  delivery?: DeliveryArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
