import { programLabel, revisionLabels, serviceLabels, type MetricName } from "./metrics";
import type { MonitoringAlertsArgs } from "./monitoring.args";
import type { AlertRule } from "./rule";

/** The thresholds, each with its default applied. */
export type Thresholds = Required<Omit<MonitoringAlertsArgs, "enabled" | "labels" | "runbookUrl">>;

/** Something that can go wrong, and how Prometheus notices. */
export interface Alert extends AlertRule<Thresholds> {
  /** Whose metrics it is made of. */
  readonly needs: "controlPlane" | "gateway";
}

export const defaultThresholds: Thresholds = {
  notReadyMinutes: 10,
  coldStartSeconds: 5,
  gatewayErrorPercent: 5,
  activatorConcurrency: 500,
  certificateDays: 14,
  panicMinutes: 10,
  maxScaleMinutes: 15,
};

export const metric = (name: MetricName, selector = ""): string =>
  selector === "" ? name : `${name}{${selector}}`;
const byRevision = `by (${revisionLabels.join(", ")})`;
const byService = `by (le, ${serviceLabels.join(", ")})`;
const theRevision = "revision {{ $labels.k8s_namespace_name }}/{{ $labels.kn_revision_name }}";
const thePod = "{{ $labels.namespace }}/{{ $labels.pod }}";

// Several autoscalers may tell of a revision, one of them in charge: the highest is never too low.
const ofRevision = (name: MetricName): string => `max ${byRevision} (${metric(name)})`;
const slowest = (name: MetricName, selector: string): string =>
  `histogram_quantile(0.95, sum ${byService} (rate(${metric(name, selector)}[10m])))`;
const answers = (selector: string): string =>
  `sum(rate(${metric("envoy_http_downstream_rq_xx", `${selector}envoy_http_conn_manager_prefix="ingress_http"`)}[5m]))`;

export const alerts: readonly Alert[] = [
  {
    name: "KnativeServiceNotReady",
    severity: "critical",
    needs: "controlPlane",
    minutes: ({ notReadyMinutes }) => notReadyMinutes,
    expression: () => `${ofRevision("kn_revision_pods_requested")} > ${ofRevision("kn_revision_pods_count")}`,
    summary: "A service has fewer ready pods than it should",
    description: ({ notReadyMinutes }) =>
      `The ${theRevision} has had fewer ready pods than Knative asked for, for ${notReadyMinutes} minutes.`,
  },
  {
    name: "KnativeColdStartSlow",
    severity: "warning",
    needs: "controlPlane",
    minutes: () => 5,
    expression: ({ coldStartSeconds }) =>
      `${slowest("http_server_request_duration_seconds_bucket", `${programLabel}="activator", kn_service_name!=""`)} > ${coldStartSeconds} ` +
      `unless on (${serviceLabels.join(", ")}) ` +
      `${slowest("kn_serving_invocation_duration_seconds_bucket", `${programLabel}="services"`)} > ${coldStartSeconds}`,
    summary: "Requests wait long for a pod",
    description: ({ coldStartSeconds }) =>
      `5% of the requests to {{ $labels.k8s_namespace_name }}/{{ $labels.kn_service_name }} that passed through the activator took over ${coldStartSeconds} s (now {{ $value | humanizeDuration }}), and the service itself is quicker.`,
  },
  {
    name: "KnativeGatewayErrors",
    severity: "critical",
    needs: "gateway",
    minutes: () => 5,
    expression: ({ gatewayErrorPercent }) =>
      `100 * ${answers('envoy_response_code_class="5", ')} / ${answers("")} > ${gatewayErrorPercent}`,
    summary: "The gateway answers with errors",
    description: ({ gatewayErrorPercent }) =>
      `{{ $value | humanize }}% of the gateway's answers are 5xx, more than ${gatewayErrorPercent}%.`,
  },
  {
    name: "KnativeActivatorSaturated",
    severity: "warning",
    needs: "controlPlane",
    minutes: () => 5,
    expression: ({ activatorConcurrency }) =>
      `sum by (namespace, pod) (${metric("kn_revision_request_concurrency")}) > ${activatorConcurrency}`,
    summary: "An activator holds too many requests",
    description: ({ activatorConcurrency }) =>
      `The activator ${thePod} holds {{ $value | humanize }} requests at a time, more than ${activatorConcurrency}.`,
  },
  {
    name: "KnativeAutoscalerUnreachable",
    severity: "critical",
    needs: "controlPlane",
    minutes: () => 5,
    expression: () => `min by (namespace, pod) (${metric("kn_activator_stats_conn_reachable")}) == 0`,
    summary: "An activator has lost the autoscaler",
    description: () =>
      `The activator ${thePod} can't report waiting requests: services that are scaled to zero stay there.`,
  },
  {
    name: "KnativeCertificateExpiring",
    severity: "warning",
    needs: "gateway",
    minutes: () => 60,
    expression: ({ certificateDays }) =>
      `min by (namespace, pod) (${metric("envoy_server_days_until_first_cert_expiring")}) < ${certificateDays}`,
    summary: "A certificate of the gateway ends soon",
    description: ({ certificateDays }) =>
      `The first certificate of the proxy ${thePod} ends in {{ $value }} days, less than ${certificateDays}.`,
  },
  {
    name: "KnativeAutoscalerPanic",
    severity: "warning",
    needs: "controlPlane",
    minutes: ({ panicMinutes }) => panicMinutes,
    expression: () => `${ofRevision("kn_revision_panic_mode")} > 0`,
    summary: "A service is scaled in panic",
    description: ({ panicMinutes }) =>
      `The load of ${theRevision} has been far above its target for ${panicMinutes} minutes.`,
  },
  {
    name: "KnativeServiceAtMaxScale",
    severity: "warning",
    needs: "controlPlane",
    minutes: ({ maxScaleMinutes }) => maxScaleMinutes,
    expression: () =>
      `${ofRevision("kn_revision_pods_desired")} > (${ofRevision("kn_revision_pods_requested")} > 0)`,
    summary: "A service needs more pods than it may have",
    description: ({ maxScaleMinutes }) =>
      `The load of ${theRevision} has asked for more pods than its maximum scale for ${maxScaleMinutes} minutes.`,
  },
  {
    name: "KnativeProgramDown",
    severity: "critical",
    needs: "controlPlane",
    minutes: () => 10,
    expression: () => `${metric("up", `${programLabel}!="", ${programLabel}!="services"`)} == 0`,
    summary: "A program of Knative gives no metrics",
    description: () =>
      `Prometheus can't read {{ $labels.${programLabel} }} (${thePod}): it is down, or a network policy stands between.`,
  },
];
