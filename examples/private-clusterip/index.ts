import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");

const platform = new knative.Platform("private", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  cluster: { kubeconfig: config.getSecret("kubeconfig") },
  serving: {
    // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
    ...config.getObject<knative.types.input.PlatformServingArgs>("serving"),
    // No load balancer, no node port: the gateway has an address of the cluster alone.
    gateways: [{ exposure: "ClusterIP" }],
    // Services answer under <service>.<namespace>.<that address>.nip.io …
    magicDns: "nip.io",
    // … which the cluster's CoreDNS answers by itself, for nip.io can't be asked from here.
    offlineDns: {},
  },
  services: [
    { name: "orders", image },
    // Not even known to the gateway's external side: http://billing.default.svc.cluster.local only.
    { name: "billing", image, visibility: "cluster-local" },
  ],
});

export const urls = platform.urls;
/** For machines that reach the cluster's addresses (a VPN, a jump host) and no name server that knows them. */
export const hosts = platform.hosts;
