import type { BrokerArgs } from "../eventing/broker.args";
import type { EventingKafkaArgs } from "../eventing/kafka/kafka.args";
import type { KafkaBrokerArgs } from "../eventing/kafka/kafkaBroker.args";
import { defined } from "../manifests/defined";

/** Where a Kafka is, and how one proves to it who one is. */
type Access = Pick<KafkaBrokerArgs, "bootstrapServers" | "security">;

/** What speaks to Kafka, with the address of Eventing's Kafka where it names none, and the credentials that go with that. */
export function withKafka<T extends Access>(part: T, kafka: EventingKafkaArgs | undefined): T {
  if (part.bootstrapServers !== undefined || kafka?.bootstrapServers === undefined) {
    return part;
  }
  const { bootstrapServers, security } = kafka;
  return { ...part, bootstrapServers, ...defined({ security: part.security ?? security }) };
}

/** A broker whose own topic is in Eventing's Kafka where it names no other. */
export function withBrokerKafka(broker: BrokerArgs, kafka: EventingKafkaArgs | undefined): BrokerArgs {
  return broker.kafka === undefined ? broker : { ...broker, kafka: withKafka(broker.kafka, kafka) };
}

/** Whether credentials are those of Eventing's Kafka. */
export function takesSecurity({ bootstrapServers, security }: Access): boolean {
  return bootstrapServers === undefined && security === undefined;
}
