/**
 * Metrics that the dashboards and rules are made of, beside those of monitoring/metrics.ts. Knative's are OpenTelemetry's since
 * 1.19: a dot becomes an underscore, units that are no words and counters get an ending.
 */
export const metricNames = [
  // serving pkg/queue/request_metric.go
  "kn_serving_invocation_duration_seconds_bucket",
  "kn_serving_invocation_duration_seconds_count",
  // serving pkg/reconciler/autoscaling/kpa/metrics.go
  "kn_revision_pods_requested",
  "kn_revision_pods_count",
  "kn_revision_pods_not_ready_count",
  "kn_revision_pods_pending_count",
  "kn_revision_pods_terminating_count",
  // serving pkg/autoscaler/scaling/metrics.go
  "kn_revision_pods_desired",
  "kn_revision_panic_mode",
  "kn_revision_capacity_excess",
  "kn_revision_concurrency_stable",
  "kn_revision_concurrency_panic",
  "kn_revision_concurrency_target",
  // serving pkg/activator/handler/metrics.go
  "kn_revision_request_concurrency",
  // eventing pkg/broker/filter/filter_handler.go, pkg/broker/ingress/ingress_handler.go, pkg/channel/fanout/fanout_event_handler.go
  "kn_eventing_dispatch_duration_seconds_bucket",
  "kn_eventing_dispatch_duration_seconds_count",
  "kn_eventing_process_duration_seconds_bucket",
  // Kafka's client, by Micrometer's KafkaClientMetrics (eventing-kafka-broker data-plane/core)
  "kafka_consumer_fetch_manager_records_lag",
  // kubelet (cAdvisor) and kube-state-metrics
  "container_cpu_usage_seconds_total",
  "container_memory_working_set_bytes",
  "kube_pod_container_resource_requests",
  "kube_pod_container_info",
  // Prometheus' blackbox exporter
  "probe_success",
  "probe_duration_seconds",
] as const;
export type ObservedMetric = (typeof metricNames)[number];

export const observed = (name: ObservedMetric, selector = ""): string =>
  selector === "" ? name : `${name}{${selector}}`;
