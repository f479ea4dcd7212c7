const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");
const knative = require("pulumi-knative-sdk");

const kubeconfig = new pulumi.Config().requireSecret("kubeconfig");
const cluster = new knative.Cluster("cluster", { kubeconfig });
cluster.provider.apply((provider) => new kubernetes.core.v1.Namespace("apps", {}, { provider }));
