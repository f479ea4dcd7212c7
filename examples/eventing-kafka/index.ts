import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");

const platform = new knative.Platform("orders", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  cluster: { kubeconfig: config.getSecret("kubeconfig") },
  // Release, mirror and registry of your own, where the cluster has no way out: Eventing takes them over.
  serving: config.getObject<knative.types.input.PlatformServingArgs>("serving"),
  services: [
    { name: "orders", image },
    { name: "audit", image },
    // What nobody took.
    { name: "lost", image, visibility: "cluster-local" },
  ],
  eventing: {
    // Nothing here is kept in memory.
    inMemoryChannel: false,
    mtChannelBroker: false,
    // The parts are chosen, and Kafka and its user are said once, for all that follows.
    kafka: {
      broker: true,
      source: true,
      sink: true,
      bootstrapServers: config.require("kafkaServers").split(","),
      security: {
        sasl: {
          mechanism: "SCRAM-SHA-512",
          user: config.require("kafkaUser"),
          password: config.requireSecret("kafkaPassword"),
        },
        tls: {},
      },
      // Of the files whose checksums the catalogue doesn't have yet: what sha256sum prints of them.
      checksums: config.requireObject<Record<string, string>>("kafkaChecksums"),
    },
    brokers: [
      {
        name: "default",
        kafka: { partitions: 6, replicationFactor: 3, topicConfig: { "retention.ms": "259200000" } },
        delivery: {
          retry: 3,
          backoffPolicy: "exponential",
          backoffDelay: "PT0.5S",
          deadLetterSink: { service: "lost" },
        },
      },
    ],
    triggers: [
      { name: "orders", filter: { type: "com.example.order" }, subscriber: { service: "orders" } },
      {
        name: "large-orders",
        filters: [{ exact: { type: "com.example.order" } }, { cesql: "amount > 1000" }],
        subscriber: { service: "audit" },
      },
      { name: "archive", subscriber: { kafkaSink: "archive" } },
    ],
    sources: {
      kafka: [
        {
          name: "shop",
          topics: ["shop.orders"],
          initialOffset: "earliest",
          consumers: 3,
          sink: { broker: "default" },
        },
      ],
    },
    sinks: { kafka: [{ name: "archive", topic: "orders.archive" }] },
  },
});

/** Where applications send their events: inside the cluster, by HTTP. */
export const brokers = platform.brokers;
export const triggers = platform.triggers;
export const urls = platform.urls;
