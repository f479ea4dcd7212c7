import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");
const kubeconfig = config.getSecret("kubeconfig");
// A ClusterIssuer of cert-manager, one that needs no request through these gateways. Without one, tenants are served by HTTP.
const issuer = config.get("issuer");

interface Tenant {
  readonly name: string;
  readonly domain: string;
  /** Pods of the gateway when nothing happens, and at most. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

const tenants: readonly Tenant[] = [
  { name: "red", domain: "red.example.com", minReplicas: 2, maxReplicas: 10 },
  { name: "blue", domain: "blue.example.com", minReplicas: 1, maxReplicas: 3 },
];

const cluster = new kubernetes.Provider("cluster", { kubeconfig });
const namespaces = tenants.map(
  ({ name }) => new kubernetes.core.v1.Namespace(name, { metadata: { name } }, { provider: cluster }),
);

const platform = new knative.Platform(
  "tenants",
  {
    // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
    cluster: { kubeconfig },
    serving: {
      // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
      ...config.getObject<knative.types.input.PlatformServingArgs>("serving"),
      ingress: "istio",
      // The revision of the Istio that is in the cluster, if it has one: see docs/istio.md.
      istio: config.getObject<knative.types.input.IstioArgs>("istio"),
      gateways: [
        // Whoever asks for no gateway stays inside the cluster.
        { name: "inside", default: true, exposure: "ClusterIP" },
        ...tenants.map(({ name, domain, minReplicas, maxReplicas }) => ({
          name,
          namespace: `gateway-${name}`,
          exposure: "LoadBalancer" as const,
          domain,
          minReplicas,
          maxReplicas,
          // Names of services are <service>.<namespace>.<domain>, and a wildcard stands for one level.
          tls:
            issuer === undefined
              ? undefined
              : { issuer: { name: issuer }, hosts: [`*.${name}.${domain}`], redirect: true },
        })),
      ],
      // One for all services, so it isn't told by itself where a gateway, here the inner one, has no certificate.
      ...(issuer === undefined ? {} : { network: { defaultExternalScheme: "https" as const } }),
    },
    services: tenants.map(({ name }) => ({ name: "app", namespace: name, image, gateways: [name] })),
  },
  { dependsOn: namespaces },
);

export const urls = platform.urls;
/** The address that each tenant's domain must lead to: `*.app…` records of type A or CNAME. */
export const addresses = platform.gateways.apply((gateways) =>
  Object.fromEntries(gateways.map(({ domain, address }) => [domain, address])),
);
