import type * as pulumi from "@pulumi/pulumi";
import { istioGateway } from "../istio/gateways.parts";
import type { Manifest } from "../manifests/manifest";
import type { ClusterFrontArgs } from "./multiCluster.args";

/** The gateway of a cluster, as the front reaches it. */
export interface FrontEndpoint {
  readonly name: string;
  readonly weight: number;
  readonly address: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
}

/** How addresses are found: STATIC where all are IP addresses, else DNS, which takes both. */
export type Resolution = "STATIC" | "DNS";

export const frontName = ({ name = "multi-cluster" }: ClusterFrontArgs): string => name;
const frontNamespace = ({ namespace = "istio-system" }: ClusterFrontArgs): string => namespace;
const frontSelector = ({ selector = { istio: "ingressgateway" } }: ClusterFrontArgs) => selector;

/** The front: what it listens for, the clusters behind one name, how they are chosen among, and the way there. */
export function renderFront(
  front: ClusterFrontArgs,
  hosts: readonly string[],
  endpoints: readonly FrontEndpoint[],
  resolution: pulumi.Input<Resolution>,
): Manifest[] {
  const name = frontName(front);
  const namespace = frontNamespace(front);
  // A name of Istio's own, which no name server is asked for.
  const clusters = `${name}.clusters.internal`;
  const made = (kind: string, spec: Manifest["spec"]): Manifest => ({
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: { name, namespace },
    spec,
  });
  return [
    istioGateway(name, namespace, frontSelector(front), serversOf(front, hosts)),
    made("ServiceEntry", {
      hosts: [clusters],
      location: "MESH_EXTERNAL",
      resolution,
      ports: [{ number: 80, name: "http", protocol: "HTTP" }],
      endpoints: endpoints.map(endpointOf),
    }),
    made("DestinationRule", { host: clusters, trafficPolicy }),
    made("VirtualService", {
      hosts: [...hosts],
      gateways: [`${namespace}/${name}`],
      http: [
        {
          // The name that was asked for goes on: by it the cluster's gateway knows the service.
          route: [{ destination: { host: clusters, port: { number: 80 } } }],
          retries: { attempts: 2, retryOn: "connect-failure,refused-stream" },
        },
      ],
    }),
  ];
}

const endpointOf = ({ name: cluster, weight, address, port }: FrontEndpoint) => ({
  address,
  weight,
  ports: { http: port },
  labels: { cluster },
});

/**
 * A cluster is left out while it can't be reached, never for what a service of it answers: 5xx of one service would take all others
 * along. Even the last one may be left out, for a front that knows of none answers at once.
 */
const trafficPolicy = {
  outlierDetection: {
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 3,
    consecutive5xxErrors: 0,
    consecutiveGatewayErrors: 0,
    interval: "5s",
    baseEjectionTime: "30s",
    maxEjectionPercent: 100,
  },
};

function serversOf({ credentialName }: ClusterFrontArgs, hosts: readonly string[]) {
  const http = { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [...hosts] };
  return credentialName === undefined
    ? [http]
    : [
        http,
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [...hosts],
          tls: { mode: "SIMPLE", credentialName },
        },
      ];
}
