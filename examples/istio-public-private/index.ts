import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");

const platform = new knative.Platform("shop", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  cluster: { kubeconfig: config.getSecret("kubeconfig") },
  serving: {
    // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
    ...config.getObject<knative.types.input.PlatformServingArgs>("serving"),
    ingress: "istio",
    // The revision of the Istio that is in the cluster, if it has one: see docs/istio.md.
    istio: config.getObject<knative.types.input.IstioArgs>("istio"),
    gateways: [
      { name: "public", default: true, exposure: "LoadBalancer" },
      {
        name: "private",
        exposure: "LoadBalancer",
        // Each cloud has its own word for "inside my network only": this is Alibaba Cloud's.
        annotations: { "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet" },
      },
    ],
  },
  services: [
    // Says nothing, and is served by the default gateway.
    { name: "storefront", image },
    // Known to the private gateway alone: the public one answers 404.
    { name: "admin", image, gateways: ["private"] },
    { name: "api", image, gateways: ["public", "private"] },
  ],
});

export const urls = platform.urls;
/** Address and domain of each gateway, and what it serves. */
export const gateways = platform.gateways;
