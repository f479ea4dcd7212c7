const pulumi = require("@pulumi/pulumi");
const knative = require("pulumi-knative-sdk");

const platform = new knative.Platform("lab", new pulumi.Config().requireObject("args"));

module.exports = {
  gateways: platform.gateways,
  release: platform.release,
  kubeconfig: platform.kubeconfig,
};
