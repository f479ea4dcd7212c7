import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const serving = config.getObject<knative.types.input.PlatformServingArgs>("serving");
// Both contexts are of this kubeconfig; without one in the stack's configuration, of kubectl's own.
const kubeconfig = config.getSecret("kubeconfig");

const world = new knative.MultiCluster("world", {
  clusters: [
    {
      name: "first",
      cluster: { kubeconfig, context: config.require("firstContext") },
      // Set for maintenance: it then gets no requests, and everything in it stays.
      drained: config.getBoolean("firstDrained") ?? false,
    },
    {
      name: "second",
      cluster: { kubeconfig, context: config.require("secondContext") },
      weight: config.requireNumber("secondWeight"),
      overrides: { services: [{ name: "shop", env: { CLUSTER: "second" }, scale: { minScale: 1 } }] },
    },
  ],
  serving: {
    // Release, mirror and registry of your own, where the clusters have no way out: see docs/releases.md.
    ...serving,
    // Both clusters answer to shop.default.<domain>: that is what lets names lead to either.
    domain: config.require("domain"),
    gateways: [{ exposure: "LoadBalancer" }],
  },
  services: [{ name: "shop", image: config.require("image"), env: { CLUSTER: "first" } }],
});

/** For a DNS that has weights: one record for each name and cluster. */
export const records = world.records;
export const clusters = world.clusters;
