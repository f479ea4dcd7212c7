/**
 * Metrics that the alerts are made of, as they arrive in Prometheus. Knative's are OpenTelemetry's since 1.19: a dot becomes
 * an underscore, seconds and counters get an ending; the gateway's are Envoy's own.
 */
export const metricNames = [
  // serving pkg/reconciler/autoscaling/kpa/metrics.go
  "kn_revision_pods_requested",
  "kn_revision_pods_count",
  // serving pkg/autoscaler/scaling/metrics.go
  "kn_revision_pods_desired",
  "kn_revision_panic_mode",
  // serving pkg/activator/handler/metrics.go, pkg/activator/metrics.go
  "kn_revision_request_concurrency",
  "kn_activator_stats_conn_reachable",
  // The activator's otelhttp handler: serving cmd/activator/main.go
  "http_server_request_duration_seconds_bucket",
  // serving pkg/queue/request_metric.go
  "kn_serving_invocation_duration_seconds_bucket",
  // Envoy
  "envoy_http_downstream_rq_xx",
  "envoy_server_days_until_first_cert_expiring",
  // Prometheus itself
  "up",
  // Istio (standard metrics), in the proxies of its gateways
  "istio_requests_total",
] as const;
export type MetricName = (typeof metricNames)[number];

/** Labels that Knative's programs write (serving pkg/metrics/key.go); the monitors give services' pods the same. */
export const serviceLabels = ["k8s_namespace_name", "kn_service_name"] as const;
export const revisionLabels = [...serviceLabels, "kn_revision_name"] as const;

/** Label that the monitors put on everything they read: which program it is from. */
export const programLabel = "knative_program";

/** Label that the monitor of Istio's gateways puts on their series: the gateway's name. */
export const gatewayLabel = "gateway";
