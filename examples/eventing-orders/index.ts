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
    sources: {
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
