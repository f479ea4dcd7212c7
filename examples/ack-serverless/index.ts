import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");

const cluster = new knative.Cluster("shop", {
  ackServerless: {
    // What runs this program reaches the API server by its public address. Leave it out where that is in the VPC.
    publicApiServer: true,
    network: { zones: config.getObject<knative.types.input.AckZoneArgs[]>("zones") },
    // ACK installs Knative and keeps it up to date; no Platform and no Serving then.
    knative: { gateway: "kourier" },
    tags: { stack: pulumi.getStack() },
  },
});

const provider = new kubernetes.Provider(
  "shop",
  {
    kubeconfig: cluster.kubeconfig,
    // While it stays, another kubeconfig replaces nothing.
    clusterIdentifier: cluster.ack.apply((ack) => ack?.clusterId ?? ""),
  },
  { dependsOn: cluster },
);

const storefront = new knative.Service("storefront", { image }, { providers: [provider] });

export const url = storefront.url;
export const egressAddress = cluster.ack.apply((ack) => ack?.egressAddress);
/** What whoever makes the cluster must be allowed to do; a preview shows it. */
export const ramPolicy = cluster.ramPolicy;
