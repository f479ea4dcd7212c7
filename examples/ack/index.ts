import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");
const instanceType = config.require("instanceType");

const platform = new knative.Platform("shop", {
  cluster: {
    ack: {
      spec: "ack.pro.small",
      // What runs this program reaches the API server by its public address. Leave it out where that is in the VPC.
      publicApiServer: true,
      network: {
        cidr: "10.0.0.0/16",
        // Zones of the region, where you want certain ones; without names the cloud chooses two.
        zones: config.getObject<knative.types.input.AckZoneArgs[]>("zones"),
      },
      nodePools: [
        // Knative itself and its gateway …
        { name: "system", instanceTypes: [instanceType], size: 3 },
        // … and what it runs, by need: none while all services are scaled to zero.
        {
          name: "services",
          instanceTypes: [instanceType],
          autoscaling: { min: 0, max: 10 },
          spot: { onDemandPercentage: 20 },
          labels: { pool: "services" },
        },
      ],
      logs: { retentionDays: 30 },
      rrsa: true,
      deletionProtection: config.getBoolean("production") === true,
      tags: { stack: pulumi.getStack() },
    },
  },
  serving: {
    // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
    ...config.getObject<knative.types.input.PlatformServingArgs>("serving"),
    gateways: [{ exposure: "LoadBalancer" }],
  },
  services: [{ name: "storefront", image }],
});

export const urls = platform.urls;
export const gateways = platform.gateways;
export const kubeconfig = platform.kubeconfig;
