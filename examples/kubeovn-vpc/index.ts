import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");
const agentImage = config.require("agentImage");
const kubeconfig = config.getSecret("kubeconfig");

/** Ranges that are taken: nothing below may overlap them. The others are Kube-OVN's own. */
const ranges = { services: config.require("services") };
const apps = "10.20.0.0/16";
const second = "10.21.0.0/16";

const provider = new kubernetes.Provider("cluster", { kubeconfig });
const inCluster = { provider };
const namespace = new kubernetes.core.v1.Namespace("red", { metadata: { name: "red" } }, inCluster);

/** The tenant's network: one subnet for its own pods, one for further interfaces of others'. */
const network = new knative.VpcNetwork(
  "red-network",
  {
    name: "red",
    ranges,
    subnets: [
      { name: "red-apps", cidrBlock: apps, namespaces: ["red"] },
      { name: "red-second", cidrBlock: second, attachment: {} },
    ],
  },
  { providers: [provider], dependsOn: [namespace] },
);

/** The road to the API server, for pods that have no other. */
const access = new knative.ApiServerAccess(
  "api-access",
  {
    // Not the 100.100.100.0/24 of most examples: on Alibaba Cloud the metadata server is in it.
    cidrBlock: "172.31.255.0/24",
    ranges,
    vpcCidrs: [apps, second],
    dns: true,
  },
  { providers: [provider] },
);

/** A program in the VPC that calls the Kubernetes API, as an ingress controller does. */
const labels = { app: "agent" };
new kubernetes.apps.v1.Deployment(
  "agent",
  {
    metadata: { name: "agent", namespace: "red" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: access.podAnnotations },
        spec: { containers: [{ name: "agent", image: agentImage }] },
      },
    },
  },
  // Pods are gone before their subnets go.
  { ...inCluster, dependsOn: [network] },
);

/** A Knative Service: in the default VPC, where gateway and activator reach it, with a second interface in the tenant's. */
const service = new knative.Service(
  "shop",
  {
    image,
    network: { interfaces: [{ name: "red-second" }], podAnnotations: access.podAnnotations },
  },
  { providers: [provider], dependsOn: [network] },
);

export const url = service.url;
export const podAnnotations = access.podAnnotations;
export const gateways = network.gateways;
