import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const htpasswd = config.getSecret("htpasswd");
const ca = config.get("ca");

const provider = new kubernetes.Provider("cluster", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  kubeconfig: config.getSecret("kubeconfig"),
});

const registry = new knative.Registry(
  "images",
  {
    // The namespace is there already, with the certificate in it.
    createNamespace: false,
    host: config.require("host"),
    clusterIp: config.require("clusterIp"),
    storage: { volume: { size: "50Gi" } },
    tls: { secretName: config.require("tlsSecret"), ...(ca === undefined ? {} : { ca }) },
    ...(htpasswd === undefined ? {} : { users: { htpasswd } }),
    mirrors: [{ upstream: "docker.io", clusterIp: config.require("mirrorIp"), size: "50Gi" }],
    retention: { schedule: "0 3 * * 0" },
    networkPolicy: { cidrs: [config.require("nodes")] },
    images: ["gcr.io/knative-releases/knative.dev/serving/cmd/queue:latest"],
  },
  { providers: [provider] },
);

export const url = registry.url;
export const copies = registry.copies;
export const hostsToml = registry.hostsToml;
