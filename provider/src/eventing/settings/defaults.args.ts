import type { DeliveryArgs } from "../delivery.args";

/** A ConfigMap with the settings of brokers. */
export interface BrokerDefaultConfigMapArgs {
  /** Name of the ConfigMap. */
  name: string;
  /** Its namespace. Default: "knative-eventing". */
  namespace?: string;
}

/** What brokers of a namespace get that say nothing themselves. */
export interface BrokerDefaultArgs {
  /** What they are made of, such as "MTChannelBasedBroker" or "Kafka". Default: that of all namespaces. */
  brokerClass?: string;
  /** ConfigMap with their settings; must be given for classes that Knative itself doesn't have. Default: the class's own. */
  configMap?: BrokerDefaultConfigMapArgs;
  /** What is done for events that aren't taken; all of it plain text. Default: that of all namespaces. */
  delivery?: DeliveryArgs;
}

/** What brokers get that say nothing themselves: ConfigMap `config-br-defaults`. */
export interface BrokerDefaultsArgs {
  /** What they are made of, such as "MTChannelBasedBroker" or "Kafka". Default: "MTChannelBasedBroker". */
  brokerClass?: string;
  /** ConfigMap with their settings; must be given for classes that Knative itself doesn't have. Default: the class's own. */
  configMap?: BrokerDefaultConfigMapArgs;
  /** What is done for events that aren't taken; all of it plain text. Default: upstream's, ten retries and an exponential delay from "PT0.2S" on. */
  delivery?: DeliveryArgs;
  /** What differs in single namespaces, by their names. Default: nothing. */
  namespaces?: Record<string, BrokerDefaultArgs>;
}

/** A kind of channel. */
export interface ChannelTemplateArgs {
  /** Group and version of its API. Default: "messaging.knative.dev/v1". */
  apiVersion?: string;
  /** Its kind, such as "InMemoryChannel" or "KafkaChannel". */
  kind: string;
  /** What the kind takes beside, such as `{ numPartitions: 3 }` for a "KafkaChannel". Default: the kind's defaults. */
  spec?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form, and the schema knows no other word for that
}

/** What channels are made of that say nothing themselves: ConfigMap `default-ch-webhook`. */
export interface ChannelDefaultsArgs {
  /** In all namespaces. Default: "InMemoryChannel". */
  channel?: ChannelTemplateArgs;
  /** In single namespaces, by their names. Default: as in all. */
  namespaces?: Record<string, ChannelTemplateArgs>;
  /** What the brokers of class "MTChannelBasedBroker" are made of. Default: "InMemoryChannel". */
  ofBrokers?: ChannelTemplateArgs;
}
