import type { PlannedRelease } from "../helm/release";
import type { Manifest } from "../manifests/manifest";
import { programLabel } from "../monitoring/metrics";
import { plannedRelease, type ChartPart } from "./charts";
import { renderDashboards } from "./dashboards";
import { logCredentials, logsValues } from "./logs.values";
import type { ObservabilityArgs } from "./observability.args";
import { isOn } from "./parts";
import { probesValues, renderProbes } from "./probes.render";
import { prometheusValues } from "./prometheus.values";
import { renderRules } from "./rules";
import { traceHeaders, tracesValues } from "./traces.values";

/** What is made, in the order in which it is. */
export interface ObservabilityPlan {
  readonly namespace: string;
  /** The namespace where it is made here, Secrets, and dashboards. */
  readonly ground: readonly Manifest[];
  /** The charts that are installed, by their part. */
  readonly releases: readonly (readonly [ChartPart, PlannedRelease])[];
  /** Objects of the Prometheus operator's kinds. */
  readonly custom: readonly Manifest[];
}

/** What is made. The inputs have passed `checkObservability`. */
export function planObservability(args: ObservabilityArgs): ObservabilityPlan {
  const { namespace = "observability", createNamespace = true, logs, traces, probes } = args;
  const { labels } = args;
  return {
    namespace,
    ground: [
      ...(createNamespace ? [home(namespace)] : []),
      ...(isOn(logs) ? logCredentials(logs, namespace) : []),
      ...(isOn(traces) ? traceHeaders(traces, namespace) : []),
      ...renderDashboards(args, namespace),
    ],
    releases: releasesOf(args, namespace),
    custom: [
      ...renderRules(args, namespace),
      ...(isOn(probes) ? renderProbes(probes, { namespace, labels }) : []),
      ...eventMonitors(args, namespace),
    ],
  };
}

/** Collectors of logs and of the nodes' metrics read what lies on the node, which stricter levels of pods may not. */
function home(name: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
  };
}

function releasesOf(
  { prometheus, dashboards, logs, traces, probes }: ObservabilityArgs,
  namespace: string,
): ObservabilityPlan["releases"] {
  const release = (part: ChartPart, given: { chart?: object }, values: object) =>
    [part, plannedRelease(part, namespace, given.chart, values)] as const;
  return [
    ...(isOn(prometheus)
      ? [release("prometheus", prometheus, prometheusValues(prometheus, dashboards))]
      : []),
    ...(isOn(probes) && probes.exporter === undefined
      ? [release("probes", probes, probesValues(probes))]
      : []),
    ...(isOn(logs) ? [release("logs", logs, logsValues(logs))] : []),
    ...(isOn(traces) ? [release("traces", traces, tracesValues(traces))] : []),
  ];
}

/** Eventing's programs name their port for metrics one way, those for Kafka another. */
function eventMonitors({ eventing, labels }: ObservabilityArgs, namespace: string): Manifest[] {
  if (!isOn(eventing)) {
    return [];
  }
  const monitor = (name: string, port: string): Manifest => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: `knative-${name}`, namespace, ...(labels === undefined ? {} : { labels }) },
    spec: {
      namespaceSelector: { matchNames: ["knative-eventing"] },
      selector: {},
      podMetricsEndpoints: [
        { port, path: "/metrics", relabelings: [{ targetLabel: programLabel, replacement: name }] },
      ],
    },
  });
  return [
    monitor("eventing", "metrics"),
    ...(eventing.kafka === true ? [monitor("eventing-kafka", "http-metrics")] : []),
  ];
}
