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
    { name: "reports", image },
    { name: "invoices", image },
    { name: "stock", image },
    // What nobody took.
    { name: "lost", image, visibility: "cluster-local" },
  ],
  eventing: {
    brokers: [
      {
        name: "default",
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
      // Everybody who subscribes to the channel gets what is paid.
      { name: "paid", filter: { type: "com.example.payment" }, subscriber: { channel: "paid" } },
      {
        name: "large-orders",
        filters: [{ exact: { type: "com.example.order" } }, { cesql: "amount > 1000" }],
        subscriber: { service: "audit" },
      },
      {
        name: "reports",
        filters: [{ exact: { type: "dev.knative.sources.ping" } }],
        subscriber: { service: "reports", path: "/daily" },
      },
    ],
    channels: [{ name: "paid" }],
    subscriptions: [
      {
        name: "invoices",
        channel: "paid",
        subscriber: { service: "invoices" },
        delivery: { retry: 3, deadLetterSink: { service: "lost" } },
      },
      { name: "stock", channel: "paid", subscriber: { service: "stock" } },
    ],
    sources: {
      // Changed price lists, with the right to see ConfigMaps of the namespace and nothing else.
      apiServers: [
        {
          name: "prices",
          resources: [
            {
              apiVersion: "v1",
              kind: "ConfigMap",
              selector: { matchLabels: { "example.com/kind": "prices" } },
            },
          ],
          mode: "Resource",
          sink: { service: "reports", path: "/prices" },
        },
      ],
      pings: [
        {
          name: "every-morning",
          schedule: "0 6 * * 1-5",
          timezone: "Europe/Berlin",
          contentType: "application/json",
          data: JSON.stringify({ report: "daily" }),
          sink: { broker: "default" },
        },
      ],
    },
  },
});

/** Where applications send their events: inside the cluster, by HTTP. */
export const brokers = platform.brokers;
export const triggers = platform.triggers;
export const urls = platform.urls;
