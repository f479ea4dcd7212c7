import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
// Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
const cluster = new knative.Cluster("cluster", { kubeconfig: config.getSecret("kubeconfig") });
const hello = new knative.Service("hello", {
  cluster,
  image: config.require("image"),
  env: { TARGET: "TypeScript" },
});

export const url = hello.url;
