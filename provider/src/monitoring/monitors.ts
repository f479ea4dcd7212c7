import { gatewayNameLabel, type IstioGateways } from "../istio/gateways.plan";
import type { IstioArgs } from "../istio/istio.args";
import { isInstalled, istioNamespace } from "../istio/istio.names";
import { gatewayLabel } from "./metrics";
import { services, servingNamespace } from "../policies/roads";
import { kourierGateway, kourierNamespace } from "../policies/roads.kourier";

/** What monitoring needs to know of Istio and its gateways. */
export interface MonitoredIstio {
  /** The gateways' names. */
  readonly gateways: readonly string[];
  /** The gateways' namespaces, each once. */
  readonly namespaces: readonly string[];
  /** Namespace of istiod where it is installed here. */
  readonly home?: string;
  /** Whether proxies count requests. */
  readonly hasTelemetry: boolean;
}

/**
 * The ingress layer as monitoring sees it. Of a gateway of the Gateway API nothing is known: its implementation has metrics of
 * its own.
 */
export type MonitoredLayer = "kourier" | "gateway-api" | MonitoredIstio;

export function monitoredIstio(gateways: IstioGateways, args: IstioArgs = {}): MonitoredIstio {
  return {
    gateways: gateways.all.map(({ name }) => name),
    namespaces: [...new Set(gateways.all.map(({ namespace }) => namespace))],
    ...(isInstalled(args) ? { home: istioNamespace(args) } : {}),
    hasTelemetry: !isInstalled(args) || args.install?.telemetry !== false,
  };
}

/** Where the metrics of a program are read. */
export interface Monitored {
  /** What `knative_program` says, and what the monitor is called. */
  readonly program: string;
  readonly by: "ServiceMonitor" | "PodMonitor";
  /** Deployment that runs it; there is no monitor where there is no such Deployment. Services have none. */
  readonly deployment?: string;
  /** Undefined: those of services. */
  readonly namespaces?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** A label that the pods carry, with whatever value. */
  readonly carries?: string;
  /** Name of the Service's port, or of the container's. */
  readonly port: string;
  readonly path: string;
  /** Labels that series get from what Prometheus knows of the pod, by the name that it has there. */
  readonly relabelings?: Readonly<Record<string, string>>;
  /** Whose setting decides whether there are metrics. */
  readonly from: "controlPlane" | "gateway" | "requests";
}

const controlPlane = (
  program: string,
  labels: Readonly<Record<string, string>> = { app: program },
): Monitored => ({
  program,
  by: "ServiceMonitor",
  deployment: program,
  namespaces: [servingNamespace],
  labels,
  port: "http-metrics",
  path: "/metrics",
  from: "controlPlane",
});

// Labels are those of the Services where there is one with a port for metrics, else of the pods.
const common = [
  controlPlane("activator"),
  controlPlane("autoscaler"),
  controlPlane("autoscaler-hpa"),
  controlPlane("controller"),
  controlPlane("webhook"),
];

const kourier: readonly Monitored[] = [
  // Its Service has no label of its own; it is Kourier's only one in the namespace.
  controlPlane("net-kourier-controller", { "networking.knative.dev/ingress-provider": "kourier" }),
  {
    program: "gateway",
    by: "PodMonitor",
    deployment: "3scale-kourier-gateway",
    namespaces: [kourierNamespace],
    labels: { [kourierGateway.label]: kourierGateway.values[0] },
    port: "metrics",
    path: "/stats/prometheus",
    from: "gateway",
  },
];

// The queue-proxy tells its service in target_info alone; its pod's labels say the same.
const ofServices: Monitored = {
  program: "services",
  by: "PodMonitor",
  carries: services.label,
  port: "http-usermetric",
  path: "/metrics",
  relabelings: {
    __meta_kubernetes_namespace: "k8s_namespace_name",
    __meta_kubernetes_pod_label_serving_knative_dev_service: "kn_service_name",
    __meta_kubernetes_pod_label_serving_knative_dev_configuration: "kn_configuration_name",
    __meta_kubernetes_pod_label_serving_knative_dev_revision: "kn_revision_name",
  },
  from: "requests",
};

function istioMonitored({ namespaces, home }: MonitoredIstio): readonly Monitored[] {
  return [
    // Upstream has no Service for it.
    {
      ...controlPlane("net-istio-controller"),
      by: "PodMonitor",
      port: "metrics",
    },
    controlPlane("net-istio-webhook", { role: "net-istio-webhook" }),
    ...(namespaces.length === 0
      ? []
      : [
          {
            program: "gateway",
            by: "PodMonitor",
            namespaces,
            carries: gatewayNameLabel,
            // The injector names it (istio-discovery/files/gateway-injection-template.yaml).
            port: "http-envoy-prom",
            path: "/stats/prometheus",
            relabelings: { [podLabel(gatewayNameLabel)]: gatewayLabel },
            from: "gateway",
          } as const,
        ]),
    ...(home === undefined
      ? []
      : [
          {
            program: "istiod",
            by: "PodMonitor",
            namespaces: [home],
            labels: { app: "istiod" },
            port: "http-monitoring",
            path: "/metrics",
            from: "gateway",
          } as const,
        ]),
  ];
}

const gatewayApi: readonly Monitored[] = [
  // Upstream has no Service for it.
  { ...controlPlane("net-gateway-api-controller"), by: "PodMonitor", port: "metrics" },
  controlPlane("net-gateway-api-webhook", { role: "net-gateway-api-webhook" }),
];

/** A pod's label as Prometheus calls it. */
function podLabel(name: string): string {
  return `__meta_kubernetes_pod_label_${name.replace(/[^a-zA-Z0-9_]/g, "_")}`;
}

const ofLayer: Readonly<Record<"kourier" | "gateway-api", readonly Monitored[]>> = {
  kourier,
  "gateway-api": gatewayApi,
};

/** Every program with metrics. */
export function monitoredOf(layer: MonitoredLayer = "kourier"): readonly Monitored[] {
  return [...common, ...(typeof layer === "string" ? ofLayer[layer] : istioMonitored(layer)), ofServices];
}
