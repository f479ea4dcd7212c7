import type { GoTool } from "./tools";

/** The Go module of Knative's layer for the Gateway API, its manifests included. */
export const NET_GATEWAY_API_MODULE = "knative.dev/net-gateway-api";
/** The Go module of the Gateway API, with the definitions that belong to it, in the version that Knative's layer is built with. */
export const GATEWAY_API_MODULE = "sigs.k8s.io/gateway-api";

/** Knative's controller and webhook for the Gateway API. Built only for those who ask for them. */
export const GATEWAY_API_TOOL: GoTool = {
  title: "Knative's controller for the Gateway API",
  module: "gateway-api",
  packages: ["controller", "webhook"].map((name) => `${NET_GATEWAY_API_MODULE}/cmd/${name}`),
  checks: [],
};
