/** What brokers are made of. */
export const BrokerClass = {
  /** A channel and programs that all brokers share: part of Eventing. */
  MTChannelBased: "MTChannelBasedBroker",
  /** Topics of Apache Kafka: one of Eventing's parts for Kafka. */
  Kafka: "Kafka",
} as const;
