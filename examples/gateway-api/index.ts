import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");
const className = config.require("className");
/** Istio calls what it makes for a Gateway `<gateway>-<class>`; of other implementations nothing is said here. */
const service = (gateway: string): string | undefined =>
  className === "istio" ? `knative-gateway-${gateway}-${className}` : undefined;

const platform = new knative.Platform("api", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  cluster: { kubeconfig: config.getSecret("kubeconfig") },
  serving: {
    // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
    ...config.getObject<knative.types.input.PlatformServingArgs>("serving"),
    ingress: "gateway-api",
    gatewayApi: { className },
    gateways: [
      {
        name: "public",
        // What the cloud's load balancer controller reads: the implementation hands it on to the Service that it makes.
        annotations: config.getObject<Record<string, string>>("annotations"),
        gatewayApi: { service: service("public") },
      },
      {
        name: "inside",
        local: true,
        // Istio's word for an address inside the cluster alone; other implementations have a class for that.
        annotations: { "networking.istio.io/service-type": "ClusterIP" },
        gatewayApi: { className: config.get("innerClassName"), service: service("inside") },
      },
    ],
  },
  services: [
    { name: "shop", image, env: { TARGET: "shop" } },
    { name: "stock", image, env: { TARGET: "stock" }, visibility: "cluster-local" },
  ],
});

export const urls = platform.urls;
/** The address that a domain of your own must lead to. */
export const address = platform.gateways.apply(([gateway]) => gateway?.address);
