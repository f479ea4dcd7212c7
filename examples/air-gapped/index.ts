import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const registry = config.require("registry");
const username = config.require("username");
const password = config.requireSecret("password");
const ca = config.get("ca");
// Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
const cluster = new kubernetes.Provider("cluster", { kubeconfig: config.getSecret("kubeconfig") });

const serving = new knative.Serving(
  "knative",
  {
    release: config.require("release"),
    source: { mirror: config.require("bundle") },
    images: {
      registry,
      layout: "scoped",
      credentials: { username, password },
      // For the controller, which asks the registry for digests. Nodes have their own list of authorities.
      ca: ca === undefined ? undefined : { pem: ca },
    },
  },
  { providers: [cluster] },
);

// A service's pods are pulled with the secrets of its own namespace, the proxy beside it included.
const login = pulumi.jsonStringify({ auths: { [registry.split("/")[0] ?? ""]: { username, password } } });
const pullSecret = new kubernetes.core.v1.Secret(
  "registry",
  {
    metadata: { name: "registry", namespace: "default" },
    type: "kubernetes.io/dockerconfigjson",
    stringData: { ".dockerconfigjson": login },
  },
  { provider: cluster },
);

const hello = new knative.Service(
  "hello",
  { image: config.require("image"), imagePullSecrets: ["registry"], env: { TARGET: "air gap" } },
  { providers: [cluster], dependsOn: [serving, pullSecret] },
);

export const url = hello.url;
/** Every image that the cluster pulls for Knative itself: compare it with what the registry holds. */
export const images = serving.images;
