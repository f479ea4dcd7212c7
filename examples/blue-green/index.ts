import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
// Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
const cluster = new kubernetes.Provider("cluster", { kubeconfig: config.getSecret("kubeconfig") });
// Set while a release is under way: the revision that goes on serving, and what the new one gets.
const current = config.get("current");
const candidatePercent = config.getNumber("candidatePercent");

const shop = new knative.Service(
  "shop",
  { image: config.require("image"), rollout: current === undefined ? {} : { current, candidatePercent } },
  { providers: [cluster] },
);

export const url = shop.url;
export const revision = shop.latestReadyRevision;
export const tagUrls = shop.tagUrls;
