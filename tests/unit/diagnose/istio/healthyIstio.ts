import { Pointer } from "rfc6902";
import type {
  Deployment,
  IstioGateway,
  KubeService,
  NamespaceFacts,
  Pod,
  Snapshot,
} from "../../../../provider/src/diagnose/facts";
import { Exposure, type GatewayArgs } from "../../../../provider/src/gateway/gateway";
import { istioConfig } from "../../../../provider/src/istio/gateways.config";
import {
  localName,
  planIstioGateways,
  type IstioGateways,
} from "../../../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../../../provider/src/istio/gateways.render";
import type { Manifest } from "../../../../provider/src/manifests/manifest";
import { healthy, not, truths } from "../healthy";

export const istioClass = "istio.ingress.networking.knative.dev";
/** Two gateways: what says nothing is served by "public", whose pods serve the inside, too. */
export const gatewayArgs: readonly GatewayArgs[] = [
  { name: "public", default: true, exposure: Exposure.LoadBalancer },
  { name: "private", exposure: Exposure.ClusterIP, namespace: "intranet" },
];

const running = { availableReplicas: 1, conditions: truths("Available") };

/** A pod of a Deployment, as Istio's injector leaves it. */
function podOf(deployment: Deployment, index: number): Pod {
  const { name, namespace } = deployment.metadata;
  return {
    metadata: {
      name: `${name}-7d4b9-x${index}`,
      namespace,
      labels: deployment.spec?.template?.metadata?.labels,
    },
    spec: { containers: [{ name: "istio-proxy", image: "example.com/proxyv2:1.30.4" }] },
    status: { phase: "Running", podIP: `10.244.1.${index}`, conditions: truths("Ready") },
  };
}

function endpoints({ metadata: { namespace, name } }: KubeService) {
  return {
    metadata: { namespace, name: `${name}-abc`, labels: { "kubernetes.io/service-name": name } },
    endpoints: [{ addresses: ["10.244.1.0"], conditions: { ready: true } }],
  };
}

const program = (namespace: string, name: string, labels: Record<string, string> = { app: name }) => ({
  metadata: { namespace, name, labels },
  spec: { replicas: 1, template: { metadata: { labels }, spec: { containers: [] } } },
  status: running,
});

/** The service "hello" behind the gateways that this package makes, and nothing wrong. */
export function healthyIstio(gateways: readonly GatewayArgs[] = gatewayArgs): Snapshot {
  const plan = planIstioGateways(gateways);
  const rendered = renderIstioGateways(plan);
  const ofKind = (kind: string, group = "") =>
    rendered.filter((manifest) => manifest.kind === kind && manifest.apiVersion.startsWith(group));
  const deployments = ofKind("Deployment").map((manifest) => ({ ...manifest, status: running }));
  const services = ofKind("Service").map(serviceOf);
  const plain = healthy();
  const { installation } = plain;
  const controller = program("knative-serving", "net-istio-controller");
  const webhook = { metadata: { namespace: "knative-serving", name: "net-istio-webhook" }, spec: {} };
  const istiod = program("istio-system", "istiod", { app: "istiod", "istio.io/rev": "default" });
  return {
    ...plain,
    installation: {
      ...installation,
      namespaces: ["knative-serving", "istio-system", "istio-ingress", "intranet"].map((name) => ({
        metadata: { name },
      })),
      deployments: [
        ...installation.deployments.slice(0, 4),
        controller,
        program("knative-serving", "net-istio-webhook"),
        ...deployments,
      ],
      pods: [...deployments.map(podOf), podOf(controller, 9)],
      services: [...installation.services.slice(0, 1), webhook, ...services],
      endpointSlices: [...installation.endpointSlices.slice(0, 1), ...[webhook, ...services].map(endpoints)],
      configMaps: [
        {
          metadata: { namespace: "knative-serving", name: "config-network" },
          data: { "ingress-class": istioClass },
        },
        {
          metadata: { namespace: "knative-serving", name: "config-domain" },
          data: { "apps.example.io": "" },
        },
        { metadata: { namespace: "knative-serving", name: "config-istio" }, data: istioConfig(plan) },
      ],
      istio: {
        gateways: ofKind("Gateway", "networking.istio.io/") as unknown as IstioGateway[],
        controlPlanes: [istiod],
        injectors: [{ metadata: { name: "istio-sidecar-injector", labels: { "istio.io/rev": "default" } } }],
      },
    },
    namespaces: new Map([["default", home(plain, routedBy(plan))]]),
  };
}

function serviceOf(manifest: Manifest): KubeService {
  const service = manifest as unknown as KubeService;
  return service.spec?.type === "LoadBalancer"
    ? { ...service, status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } } }
    : service;
}

/** What the VirtualService of a service that says nothing names. */
function routedBy({ external, local }: IstioGateways): string[] {
  const outside = external.filter(({ isDefault }) => isDefault);
  return [
    ...outside.map(({ namespace, objectName }) => `${namespace}/${objectName}`),
    ...local.slice(0, 1).map((gateway) => `${gateway.namespace}/${localName(gateway)}`),
  ];
}

function home({ namespaces }: Snapshot, gateways: string[]): NamespaceFacts {
  const facts = namespaces.get("default") as NamespaceFacts;
  const [ingress] = facts.ingresses;
  const virtualService = (suffix: string, gateways: string[]) => ({
    metadata: {
      namespace: "default",
      name: `hello-${suffix}`,
      labels: { "networking.internal.knative.dev/ingress": "hello" },
    },
    spec: { gateways },
  });
  return {
    ...facts,
    ingresses: [
      {
        ...ingress,
        metadata: {
          name: "hello",
          namespace: "default",
          annotations: { "networking.knative.dev/ingress-class": istioClass },
        },
        spec: {
          rules: [
            { hosts: ["hello.default.svc.cluster.local"], visibility: "ClusterLocal" },
            { hosts: ["hello.default.apps.example.io"], visibility: "ExternalIP" },
          ],
        },
      },
    ],
    virtualServices: [virtualService("ingress", gateways), virtualService("mesh", ["mesh"])],
  };
}

/** The healthy snapshot with values changed as by `but` of Kourier's. */
export function butIstio(
  changes: Readonly<Record<string, unknown>>,
  logs: Record<string, string> = {},
  gateways = gatewayArgs,
): Snapshot {
  const snapshot = healthyIstio(gateways);
  const parts = structuredClone({
    installation: snapshot.installation,
    home: snapshot.namespaces.get("default"),
  });
  for (const [path, value] of Object.entries(changes)) {
    Pointer.fromJSON(path).set(parts, value);
  }
  return {
    ...snapshot,
    installation: parts.installation,
    namespaces: new Map([["default", parts.home as NamespaceFacts]]),
    logs: new Map(Object.entries(logs)),
  };
}

/** JSON pointer of an object in a list of the installation. */
export function at(list: "deployments" | "services" | "endpointSlices" | "pods", name: string): string {
  const objects: readonly { readonly metadata: { readonly name: string } }[] =
    healthyIstio().installation[list];
  const index = objects.findIndex(({ metadata }) => metadata.name.startsWith(name));
  if (index < 0) {
    throw new Error(`there is no ${name} in ${list}`);
  }
  return `/installation/${list}/${index}`;
}

const waiting = not("LoadBalancerReady", "Uninitialized", "Waiting for load balancer to be ready", "Unknown");
const unconfigured = not("IngressReady", "Uninitialized", "Waiting for load balancer to be ready", "Unknown");

/** The service while no gateway has confirmed its ingress. */
export const unconfirmed: Readonly<Record<string, unknown>> = {
  "/home/ingresses/0/status/conditions": [
    waiting,
    { ...waiting, type: "Ready" },
    ...truths("NetworkConfigured"),
  ],
  "/home/routes/0/status/conditions": [unconfigured, { ...unconfigured, type: "Ready" }],
  "/home/services/0/status/conditions": [
    { ...unconfigured, type: "RoutesReady" },
    { ...unconfigured, type: "Ready" },
  ],
};
