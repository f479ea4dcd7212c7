import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const namespace = config.require("namespace");

const provider = new kubernetes.Provider("cluster", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  kubeconfig: config.getSecret("kubeconfig"),
});

/** Policies refuse from the start, for they can't be tried out; all else only tells until the report is empty. */
const guard = new knative.Security(
  "guard",
  {
    mode: "permissive",
    networkPolicies: { mode: "strict", applicationNamespaces: [namespace] },
    images: {
      namespaces: [namespace],
      rules: [
        {
          name: "ours",
          images: [config.require("images")],
          keyless: { issuer: config.require("issuer"), subjectRegExp: config.require("signer") },
        },
      ],
    },
    audit: {},
    runtime: { falcoNamespace: "falco" },
    podSecurity: { namespaces: [namespace] },
  },
  { providers: [provider] },
);

export const report = guard.report;
export const auditPolicy = guard.auditPolicy;
export const auditFlags = guard.auditFlags;
