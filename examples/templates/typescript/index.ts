import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();

// Checked before anything is touched: `pulumi preview` shows every object, or everything that is wrong.
const platform = new knative.Platform("platform", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  cluster: { kubeconfig: config.getSecret("kubeconfig") },
  serving: { profile: knative.ServingProfile.Minimal },
  services: [{ name: "hello", image: config.require("image") }],
});

export const urls = platform.urls;
