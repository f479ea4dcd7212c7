import type { Snapshot } from "../../../../provider/src/diagnose/facts";
import { but, truths } from "../healthy";

export const className = "gateway-api.ingress.networking.knative.dev";
export const config = (external: string, local: string) => ({
  "external-gateways": external,
  "local-gateways": local,
});

const gateway = (name: string, address: string) => ({
  metadata: { namespace: "knative-gateways", name },
  spec: {
    gatewayClassName: "shared",
    listeners: [
      { port: 8080, protocol: "HTTP" },
      { port: 8443, protocol: "HTTPS" },
    ],
  },
  status: {
    addresses: [{ type: "IPAddress", value: address }],
    conditions: truths("Accepted", "Programmed"),
  },
});

/** The healthy cluster with the Gateway API as its network layer. The gateway for the inside names a Service. */
export function butApi(changes: Readonly<Record<string, unknown>> = {}): Snapshot {
  return but({
    "/installation/configMaps/0/data/ingress-class": className,
    "/installation/configMaps/2": {
      metadata: { namespace: "knative-serving", name: "config-gateway" },
      data: config(
        "- { class: shared, gateway: knative-gateways/public }",
        "- { class: shared, gateway: knative-gateways/inside, service: infra/proxies }",
      ),
    },
    "/installation/deployments/4/metadata/name": "net-gateway-api-controller",
    "/installation/deployments/5": { metadata: { namespace: "infra", name: "other" } },
    "/installation/services/1": {
      metadata: { namespace: "infra", name: "proxies" },
      spec: { clusterIP: "10.96.0.7", ports: [{ name: "http", port: 80 }] },
    },
    "/installation/services/2/metadata/namespace": "infra",
    "/installation/endpointSlices/1/metadata": {
      namespace: "infra",
      name: "proxies-abc",
      labels: { "kubernetes.io/service-name": "proxies" },
    },
    "/installation/gatewayApi": {
      gateways: [gateway("public", "203.0.113.10"), gateway("inside", "10.96.0.20")],
    },
    ...changes,
  });
}
