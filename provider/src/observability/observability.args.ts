import type * as pulumi from "@pulumi/pulumi";
import type { IngressLayer } from "../serving/ingress";
import type { ObservabilityChartArgs } from "./chart.args";
import type { ObservabilityLogsArgs } from "./logs.args";

export * from "./chart.args";
export * from "./logs.args";

/** Prometheus, its operator, Alertmanager and Grafana, by the chart `kube-prometheus-stack`. */
export interface ObservabilityPrometheusArgs {
  /** Whether it is installed; false is the same as leaving `prometheus` out. Default: true. */
  enabled?: boolean;
  /** The chart. Default: upstream's. */
  chart?: ObservabilityChartArgs;
  /** Days that metrics are kept, from 1 to 3650. Default: 10. */
  retentionDays?: number;
  /** Size of the volume that metrics lie on, such as "50Gi". Default: none, so that they are gone with the pod. */
  storage?: string;
  /** Class of that volume. Default: the cluster's. */
  storageClass?: string;
  /** Whether Alertmanager is installed, too. Default: true. */
  alertmanager?: boolean;
  /** Whether Grafana is installed, too. Default: true. */
  grafana?: boolean;
}

/** Dashboards for Grafana, in ConfigMaps that its sidecar reads. */
export interface ObservabilityDashboardsArgs {
  /** Whether there are any. Default: true. */
  enabled?: boolean;
  /** Labels of the ConfigMaps: what Grafana's sidecar selects them by. Default: `grafana_dashboard: "1"`. */
  labels?: Record<string, string>;
  /** Namespace of the ConfigMaps; it must exist where it is another one. Default: that of everything else. */
  namespace?: string;
  /** Whether the one of the gateways is among them; not where `monitoring.dashboard` of Serving makes it. Default: true. */
  gateways?: boolean;
}

/** Rules that tell when services miss their goals; those of Knative's own programs come with `monitoring` of Serving. */
export interface ObservabilityRulesArgs {
  /** Whether there are any. Default: true. */
  enabled?: boolean;
  /** Further labels on every alert, such as `{ team: "platform" }`, for the Alertmanager's routes. Default: none. */
  labels?: Record<string, string>;
  /** Page that explains the alerts; each links to its own heading. Default: docs/observability.md of this project. */
  runbookUrl?: string;
  /** Percentage of a service's requests that must be answered without an error of the server, from 1 to 99.9999. Default: 99.99. */
  successPercent?: number;
  /** Cold starts that a service may have in a day, from 0. Default: 5. */
  coldStartsPerDay?: number;
  /**
   * Percentage of the CPU that its pods ask for, below which a service is told to ask for too much, from 1 to 100: its average of
   * a day, in pods that run all the time. Default: nothing is told.
   */
  cpuLowPercent?: number;
  /** Minutes that a probe may fail, from 1 to 1440. Default: 5. */
  probeMinutes?: number;
  /** Percentage of the events of a Broker or Channel that must be delivered, from 1 to 99.9999. Default: 99.9. */
  deliveryPercent?: number;
  /** Records that a consumer of Kafka may be behind, from 1. Default: 10000. */
  kafkaLag?: number;
}

/** Knative Eventing: its metrics, with a dashboard and rules of its own. */
export interface ObservabilityEventingArgs {
  /** Whether Eventing is watched; false is the same as leaving `eventing` out. Default: true. */
  enabled?: boolean;
  /** Whether Knative's programs for Kafka are, too. Default: false. */
  kafka?: boolean;
}

/** A header of requests to where traces go. */
export interface ObservabilityTraceHeaderArgs {
  /** Name of the header. */
  name: string;
  /** Its value; kept in a Secret. */
  value: pulumi.Input<string>;
}

/** Traces, by an OpenTelemetry collector that takes them from Knative and passes them on. */
export interface ObservabilityTracesArgs {
  /** Whether the collector is installed; false is the same as leaving `traces` out. Default: true. */
  enabled?: boolean;
  /** Where traces go, as OTLP by gRPC: "host:port", such as "jaeger-collector.tracing:4317". */
  endpoint: string;
  /** Whether the connection is encrypted. Default: true. */
  tls?: boolean;
  /** Headers that are sent along, such as a token. Default: none. */
  headers?: ObservabilityTraceHeaderArgs[];
  /** Share of the traces that are passed on, in percent, from 0.01 to 100. Default: 100. */
  samplePercent?: number;
  /** Pods of the collector, from 1 to 50. Default: 1. */
  replicas?: number;
  /** The chart `opentelemetry-collector`. Default: upstream's. */
  chart?: ObservabilityChartArgs;
}

/** A URL that is asked over and over. */
export interface ObservabilityProbeTargetArgs {
  /** What it is called in metrics and alerts. */
  name: string;
  /** The URL, such as the output `url` of a Service; it must resolve and be reached in the cluster. */
  url: pulumi.Input<string>;
}

/** Probes of services from inside the cluster, by Prometheus' blackbox exporter. */
export interface ObservabilityProbesArgs {
  /** Whether there are any; false is the same as leaving `probes` out. Default: true. */
  enabled?: boolean;
  /** What is asked. A service that is asked more often than it scales down keeps a pod. */
  targets: ObservabilityProbeTargetArgs[];
  /** Time between two probes, whole seconds from 5s to 1h. Default: "1m". */
  interval?: string;
  /** Seconds that an answer may take, cold starts included, from 1 to 120; less than the interval. Default: 30. */
  timeoutSeconds?: number;
  /** Address of an exporter that is there, as "host:port"; it needs a module "knative". Default: one is installed. */
  exporter?: string;
  /** The chart `prometheus-blackbox-exporter`. Default: upstream's. */
  chart?: ObservabilityChartArgs;
}

/** What watches over Knative and its services. Each part has a switch of its own. */
export interface ObservabilityArgs {
  /** Namespace of everything. Default: "observability". */
  namespace?: string;
  /** Whether the namespace is made here; without, it must be there. Default: true. */
  createNamespace?: boolean;
  /** Labels on every monitor, rule and probe: what your Prometheus selects them by. Default: none. */
  labels?: Record<string, string>;
  /** Network layer of Knative, whose gateways are shown. Default: "kourier". */
  ingress?: IngressLayer;
  /** Prometheus with its operator. Default: they are there already. */
  prometheus?: ObservabilityPrometheusArgs;
  /** Dashboards. Default: all of them. */
  dashboards?: ObservabilityDashboardsArgs;
  /** Alerts on services. Default: all of them, with their default thresholds. */
  rules?: ObservabilityRulesArgs;
  /** Logs of all pods. Default: they are not collected. */
  logs?: ObservabilityLogsArgs;
  /** Traces of requests. Default: they are not collected. */
  traces?: ObservabilityTracesArgs;
  /** Probes of services. Default: none. */
  probes?: ObservabilityProbesArgs;
  /** Knative Eventing. Default: not watched. */
  eventing?: ObservabilityEventingArgs;
}
